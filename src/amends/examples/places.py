"""Where the invented customers live: a street made up for each, and the town that the postcode belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

# Towns by country and postcode: those of the sample orders. Where one is missing, no town is named.
_US = {
    "Phoenix": "85004", "Los Angeles": "90012 90026", "Santa Monica": "90405", "San Diego": "92103",
    "San Francisco": "94103", "Santa Cruz": "95060", "San Jose": "95112", "Denver": "80205", "Boulder": "80302",
    "New Haven": "06510", "Greenwich": "06830", "Newark": "19711", "Wilmington": "19801", "Orlando": "32801",
    "Miami": "33101 33130 33131", "Miami Beach": "33139", "Saint Petersburg": "33701", "Atlanta": "30307",
    "Chicago": "60607 60611 60614 60622 60647", "Urbana": "61801", "Northampton": "01060", "Boston": "02114 02118",
    "Cambridge": "02139", "Silver Spring": "20910", "Portland": "04101 97202 97205 97214", "Ann Arbor": "48104",
    "Dearborn": "48126", "Saint Paul": "55105", "Minneapolis": "55408", "Bozeman": "59715", "Missoula": "59801",
    "Concord": "03301", "Hanover": "03755", "Portsmouth": "03801", "Hoboken": "07030", "Jersey City": "07302",
    "Princeton": "08540", "New York": "10003 10025 10128", "Bronx": "10453", "Brooklyn": "11201 11238",
    "Flushing": "11354", "Rochester": "14607", "Cleveland": "44113", "Salem": "97301", "Pittsburgh": "15213",
    "Philadelphia": "19103 19107 19147", "Providence": "02903", "Dallas": "75204", "Houston": "77006 77008",
    "Austin": "78702 78704", "Alexandria": "22314", "Burlington": "05401", "Montpelier": "05602",
    "Seattle": "98101 98103 98109 98122", "Spokane": "99201",
}  # fmt: skip
_ABROAD = {
    ("CA", "H2X 1Y4"): "Montréal", ("CA", "M5V 2T6"): "Toronto", ("CA", "V6B 1A1"): "Vancouver",
    ("GB", "EC1A 1BB"): "London", ("GB", "EH1 2NG"): "Edinburgh", ("GB", "BS1 4ST"): "Bristol",
    ("DE", "10437"): "Berlin", ("DE", "20357"): "Hamburg", ("DE", "80469"): "München", ("FR", "69001"): "Lyon",
    ("FR", "75011"): "Paris", ("AU", "2042"): "Newtown", ("AU", "3065"): "Fitzroy", ("CH", "3011"): "Bern",
    ("CH", "8001"): "Zürich", ("CH", "8004"): "Zürich", ("MX", "06700"): "Ciudad de México",
    ("SG", "168732"): "Singapore", ("SG", "238823"): "Singapore",
}  # fmt: skip
CITIES: Mapping[tuple[str, str], str] = MappingProxyType(
    {("US", code): city for city, codes in _US.items() for code in codes.split()} | _ABROAD
)
_STREETS = (
    "Alder", "Bellwether", "Cider Mill", "Dovecote", "Eastfield", "Foundry", "Greenhouse", "Harrow", "Inkwell",
    "Juniper", "Kiln", "Lantern", "Mulberry", "Northgate", "Orchard", "Pepper", "Quarry", "Ropewalk", "Sorrel",
    "Tannery", "Upland", "Vinegar", "Weaver", "Yarrow",
)  # fmt: skip
_KINDS = ("Street", "Lane", "Road", "Avenue", "Court", "Row")


def address_of(name: str, email: str, country: str, postcode: str) -> dict[str, str]:
    """This function will return where the customer has parcels sent to, as an order keeps it; the same every time."""
    dice = Random(f"{email} {postcode}")  # noqa: S311 - sample data, the same every time
    street = f"{dice.randrange(1, 400)} {dice.choice(_STREETS)} {dice.choice(_KINDS)}"
    flat = f"Apt {dice.randrange(1, 40)}" if dice.random() < 0.3 else ""
    told = {"name": name, "line1": street, "line2": flat, "city": CITIES.get((country, postcode), "")}
    return {f"address.{part}": text for part, text in told.items() if text}

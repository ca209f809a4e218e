"""Invented customers and the places they live: names as they really come, places with their tax."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from amends.core.orders import Tax


@dataclass(frozen=True, slots=True)
class Region:
    """A place to send to; tax is added on top in the states of the US and included in the price elsewhere."""

    country: str
    state: str
    postcodes: tuple[str, ...]
    tax_ppm: int = 0
    shipping_taxed: bool = False

    @property
    def taxes(self) -> tuple[Tax, ...]:
        """This property will hold the tax on goods there, if there is any."""
        return (Tax(rate_ppm=self.tax_ppm, included=self.country != "US"),) if self.tax_ppm else ()


STATES = (
    Region("US", "NY", ("10003", "10025", "11201", "11238", "14607"), 88_750, shipping_taxed=True),
    Region("US", "CA", ("90012", "90405", "92103", "94103", "95060"), 72_500),
    Region("US", "TX", ("75204", "77008", "78704"), 62_500, shipping_taxed=True),
    Region("US", "FL", ("32801", "33131", "33701"), 60_000),
    Region("US", "WA", ("98103", "98122", "99201"), 65_000, shipping_taxed=True),
    Region("US", "IL", ("60607", "60647", "61801"), 62_500),
    Region("US", "MA", ("01060", "02118", "02139"), 62_500),
    Region("US", "NJ", ("07030", "07302", "08540"), 66_250, shipping_taxed=True),
    Region("US", "PA", ("15213", "19103", "19147"), 60_000, shipping_taxed=True),
    Region("US", "CO", ("80205", "80302"), 29_000),
    Region("US", "MN", ("55105", "55408"), 68_750, shipping_taxed=True),
    Region("US", "VT", ("05401", "05602"), 60_000, shipping_taxed=True),
    Region("US", "OR", ("97202", "97301")),
    Region("US", "NH", ("03301", "03801")),
    Region("US", "DE", ("19711", "19801")),
    Region("US", "MT", ("59715", "59801")),
)
ABROAD = (
    Region("CA", "", ("H2X 1Y4", "M5V 2T6", "V6B 1A1")),
    Region("GB", "", ("EC1A 1BB", "EH1 2NG", "BS1 4ST"), 200_000),
    Region("DE", "", ("10437", "20357", "80469"), 190_000),
    Region("FR", "", ("69001", "75011"), 200_000),
    Region("AU", "", ("2042", "3065"), 100_000),
    Region("CH", "", ("3011", "8004")),
    Region("SG", "", ("168732", "238823")),
)

NAMES = (
    "Aaliyah Brooks", "Abel Tesfaye-Lund", "Adaeze Nwosu", "Agnieszka Wójcik", "Aiko Yamamoto",
    "Alejandra Peña", "Alice Thornbury", "Amir Haddad", "Ana Sofía Ruiz", "Anders Bjørk", "Annika Sjöberg",
    "Arjun Mehta", "Astrid Lund", "Aurélie Dubois", "Ayşe Kaya", "B", "Beatriz Lima", "Bernadette O’Leary",
    "Bjarni Þórsson", "Callum MacLeod", "Camila Rojas", "Caoimhe Walsh", "Cecily Ashworth", "Chidi Eze",
    "Chloe Kim", "Claudia Rossi", "Colette Marchand", "D'Angelo Price", "Daniela Cruz", "Darcy Pemberton",
    "Deepa Krishnan", "Delphine Moreau", "Ebba Nyström", "Eduardo Salas", "Eleni Georgiou", "Eoin Fitzgerald",
    "Esme Winterbourne", "Esperanza Vega", "Farah Aziz", "Femi Adebayo", "Fiona Maclean", "Florence Achterberg",
    "Gabriela Novák", "Gita Banerjee", "Greta Hoffmann", "Guðrún Helgadóttir", "Hamza Iqbal", "Harriet Lowe",
    "Hélène Fournier", "Ida Kristensen", "Imani Jefferson", "Ivana Horvat", "J Park", "Jacinta Ochoa",
    "Jean-Baptiste Lefèvre", "Jin 金", "Joanna Lewandowska", "José María Íñiguez", "Juniper Sloane",
    "Kaiulani Akana", "Katarína Kováčová", "Keisha Daniels", "Khadija Osman", "Kristján Jónsson",
    "Laila Haddad", "Lars Mikkelsen", "Leilani Kealoha", "Liên Phạm", "Linnéa Berg", "Lorenzo De Luca",
    "Ludovica di Montefeltro", "M. J. van ’t Hoff", "Mabel Finch", "Maëlle Le Goff", "Małgorzata Nowak",
    "María Guadalupe de la Concepción Hernández y Villaseñor", "Matilda Crowe", "Mbali Dlamini", "Miriam Cohen",
    "Naveen Pillai", "Nerys Pritchard", "Ngozi Okonkwo", "Niamh Ní Bhriain", "Nkechi Obi", "O",
    "Oksana Shevchenko", "Olga Petrova", "Pavlína Dvořáková", "Perpetua Quill", "Ragnhild Dahl", "Rania Khoury",
    "Renée Tremblay", "Rosalind Sharpe", "Rukmini Iyer", "Saoirse Ní Chonaill", "Sibusiso Ndlovu",
    "Siobhán O'Neill", "Soo-jin Lee", "Stjepan Marić", "Tamsin Tregarthen", "Thandiwe Moyo", "Theodora Vale",
    "Tuuli Mäkinen", "Umar Farouk", "Uyên Trần", "Valentina Greco", "Vasiliki Pappas", "Willa Hawthorne",
    "Ximena Castro", "Yara Nassar", "Yuki 佐藤", "Zainab Bello", "Zsófia Szabó", "Zuri Kamau", "אורית לוי",
    "דוד כהן", "سارة العلي", "نور الدين", "王芳", "李", "김지우", "Вера Орлова",
)  # fmt: skip


def region_of(country: str, state: str) -> Region:
    """This function will return the place of that country and state, without tax where none is listed."""
    found = (region for region in STATES + ABROAD if (region.country, region.state) == (country, state))
    return next(found, Region(country, state, ()))


def email_of(name: str, number: int) -> str:
    """This function will return an address under example.com for a customer, in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain.lower()).split()
    return f"{'.'.join((words[:1] + words[-1:]) if len(words) > 1 else words) or 'customer'}{number}@example.com"

"""A small shelf of guides that nothing is wrong with, and ways to spoil it."""

from __future__ import annotations

GUIDE = """\
title: How do I put in my flat back?
summary: There are two kinds of back. Look at the pin on the head first.
topic: fitting
clauses: [A10]
reasons: [defective]
products: {item.style: [flat_back_threaded, flat_back_push_pin]}
asked: [it will not go in]
steps:
  which:
    says: Take head and back apart.
    pictures: {two-backs.svg: A head with a screw beside one with a pin}
    question: What is on the head?
    choices:
      screw: {says: A fine screw, to: threaded, facts: {item.style: flat_back_threaded}}
      pin: {says: A smooth pin, to: pushed, facts: {item.style: flat_back_push_pin}}
  threaded:
    do:
      - Set the head straight on the tube.
      - Turn it to the right until it lies flush. [More about sizes](sizes:chart).
    next: helped
  pushed:
    says: Push it in, and pinch. The bend holds it.
    next: helped
  helped:
    question: Did that help?
    choices:
      yes: {says: "Yes", to: done, facts: {claim.first_help_tried: true}}
      no: {says: 'No', to: claim, facts: {claim.first_help_tried: true}}
      again: {says: Show me the kinds once more, to: which}
  done: {says: Good., end: solved}
  claim: {says: Then show us., end: claim, reason: defective}
"""

ANSWERS = """\
answers:
  pair-or-single:
    title: Is it a pair?
    says: The page of the product says so. [Our cloth](product:cloth) comes alone.
    topic: orders
    clauses: [A13]
    asked: [one or two]
  fit:
    title: Which size?
    says: Measure first.
    topic: sizes
    asked: [which size]
    end: size
    reason: another_size
"""

INDEX = """\
language: en
languages: [de]
usual: [flat-back]
"""

GERMAN = """\
title: Wie setze ich meinen Stecker ein?
summary: Es gibt zwei Arten von Verschluss. Sehen Sie sich zuerst den Stift am Kopf an.
asked: [er geht nicht rein]
steps:
  which:
    says: Nehmen Sie Kopf und Verschluss auseinander.
    pictures: {two-backs.svg: Ein Kopf mit Gewinde neben einem mit Stift}
    question: Was ist am Kopf?
    choices: {screw: Ein feines Gewinde, pin: Ein glatter Stift}
  threaded:
    do:
      - Setzen Sie den Kopf gerade auf das Röhrchen.
      - Drehen Sie ihn nach rechts, bis er anliegt. [Mehr zu Größen](sizes:chart).
  pushed: {says: Stecken Sie ihn hinein und drücken Sie zu. Die Biegung hält ihn.}
  helped:
    question: Hat das geholfen?
    choices: {yes: Ja, no: Nein, again: Zeigen Sie mir die Arten noch einmal}
  done: {says: Gut.}
  claim: {says: Dann zeigen Sie es uns.}
"""

GERMAN_ANSWERS = """\
answers:
  pair-or-single:
    title: Ist es ein Paar?
    says: Das steht auf der Seite des Stücks. [Unser Tuch](product:cloth) kommt allein.
    asked: [eins oder zwei]
  fit: {title: Welche Größe?, says: Messen Sie zuerst., asked: [welche größe]}
"""

FILES = {
    "index.yaml": INDEX,
    "flat-back.yaml": GUIDE,
    "faq.yaml": ANSWERS,
    "de/flat-back.yaml": GERMAN,
    "de/faq.yaml": GERMAN_ANSWERS,
}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """This function will return the files with one place in one of them written otherwise."""
    assert old in FILES[file], old
    return {**FILES, file: FILES[file].replace(old, new, 1)}

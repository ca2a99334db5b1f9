"""The demonstration's forty clients: who they are and how it goes for them. Nobody of them is real."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoClient:
    """`keeps` is the share of planned days that are done, `pain` runs from first to last over the weeks.

    `story` names what the last days hold, in programs.demo.days.
    """

    key: str
    name: str
    reason: str
    treatment: str
    weeks: int
    keeps: float
    pain: tuple[int, int]
    story: str = "steady"
    way: str = "timed"


CLIENTS = (
    DemoClient("mia", "Mia Laurent", "Stiff low back after long drives.", "back", 12, 0.85, (5, 2), "changed"),
    DemoClient("jonas", "Jonas Weber", "Neck ache at the desk.", "desk", 12, 0.6, (4, 3)),
    DemoClient(
        "amara", "Amara Okafor", "Back pain for a year, wants to garden again.", "back", 12, 0.95, (4, 1), "ready"
    ),
    DemoClient("luis", "Luis Ortega", "Back sprain while lifting.", "back", 6, 0.5, (3, 4), "flare"),
    DemoClient("greta", "Greta Lindqvist", "Low back pain since the spring.", "strong", 12, 0.8, (5, 3), "severe"),
    DemoClient("tomasz", "Tomasz Nowak", "Back pain after night shifts.", "strong", 10, 0.75, (5, 4), "morning"),
    DemoClient("aiko", "Aiko Tanaka", "Neck and shoulders, two screens.", "neck", 8, 0.85, (4, 2)),
    DemoClient("samuel", "Samuel Adeyemi", "Wants to carry his granddaughter.", "strong", 12, 0.9, (4, 1), "ready"),
    DemoClient("ines", "Ines Carvalho", "Stiff in the morning.", "loose", 8, 0.8, (4, 2)),
    DemoClient("pieter", "Pieter de Vries", "Sits in a lorry all day.", "back", 12, 0.7, (5, 3), "missed"),
    DemoClient("leila", "Leila Haddad", "Upper back, nursing a baby.", "desk", 5, 0.65, (4, 3)),
    DemoClient(
        "oskar", "Oskar Brandt", "After a fall last year, unsteady.", "balance", 12, 0.9, (3, 2), "steady", "paper"
    ),
    DemoClient("chiara", "Chiara Romano", "Dances, back tires on tour.", "strong", 9, 0.9, (3, 1), "ready"),
    DemoClient("farid", "Farid Rahimi", "Back and hip, works in a kitchen.", "back", 12, 0.7, (5, 3), "slipping"),
    DemoClient("helen", "Helen Murphy", "Wants to walk the coast path.", "strong", 12, 0.85, (4, 2)),
    DemoClient("jakub", "Jakub Horak", "Low back, plays goalkeeper.", "strong", 7, 0.8, (4, 2)),
    DemoClient("maya", "Maya Fernandes", "Headaches from the neck.", "neck", 12, 0.75, (5, 3), "note"),
    DemoClient(
        "edith",
        "Edith Kaufmann",
        "Fragile bones, wants to stay upright.",
        "balance",
        12,
        0.95,
        (3, 2),
        "steady",
        "ticked",
    ),
    DemoClient("noah", "Noah Bernard", "Back pain in exam time.", "loose", 6, 0.6, (4, 2), "missed"),
    DemoClient("sofia", "Sofia Papadaki", "Back pain after the second child.", "back", 10, 0.8, (5, 2)),
    DemoClient("ragnar", "Ragnar Eide", "Lifts for a living.", "strong", 12, 0.8, (6, 4), "flare"),
    DemoClient("yara", "Yara Nasser", "Shoulders up to the ears.", "desk", 9, 0.7, (3, 2)),
    DemoClient("bruno", "Bruno Keller", "Long-standing back pain.", "strong", 12, 0.75, (6, 5)),
    DemoClient("dagmar", "Dagmar Svoboda", "Afraid of bending.", "loose", 11, 0.85, (5, 3)),
    DemoClient("kofi", "Kofi Mensah", "Drives a bus.", "back", 12, 0.65, (4, 3), "slipping"),
    DemoClient("elin", "Elin Forsberg", "Runs, back stiff afterwards.", "strong", 6, 0.9, (3, 1), "ending"),
    DemoClient("matteo", "Matteo Ricci", "Neck, plays the violin.", "neck", 12, 0.85, (4, 2)),
    DemoClient("ruth", "Ruth Abrahams", "Unsure on stairs.", "balance", 10, 0.85, (2, 2), "steady", "paper"),
    DemoClient("vikram", "Vikram Rao", "Upper back at the laptop.", "desk", 12, 0.7, (4, 2)),
    DemoClient("clara", "Clara Hoffmann", "Sciatica last winter, careful now.", "back", 12, 0.9, (5, 1), "warning"),
    DemoClient("anton", "Anton Petrov", "Low back, gardener.", "strong", 8, 0.8, (4, 3), "morning"),
    DemoClient("nadia", "Nadia Benali", "Whole back stiff.", "loose", 12, 0.75, (4, 2)),
    DemoClient(
        "george", "George Whitfield", "Retired, wants to play golf.", "strong", 12, 0.9, (3, 2), "steady", "ticked"
    ),
    DemoClient("lena", "Lena Maier", "Neck, takes calls all day.", "neck", 7, 0.8, (4, 3)),
    DemoClient("hugo", "Hugo Martins", "Back pain while painting ceilings.", "back", 9, 0.75, (4, 2), "paused"),
    DemoClient("sana", "Sana Qureshi", "Back pain in the second trimester.", "loose", 5, 0.8, (4, 3)),
    DemoClient("peter", "Peter Lang", "New program, nothing done yet.", "back", 1, 0.0, (4, 4), "new"),
    DemoClient("olga", "Olga Sokolova", "Balance after a long illness.", "balance", 8, 0.9, (2, 1), "ending"),
    DemoClient("david", "David Cohen", "Desk, stiff mid back.", "desk", 10, 0.75, (3, 2)),
    DemoClient(
        "amelie", "Amélie Girard-Castellanos de la Fuente", "Low back, on her feet in a shop.", "back", 11, 0.85, (4, 2)
    ),
)

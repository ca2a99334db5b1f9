"""Other catalogues' words for muscles, equipment and body regions, in ours (exercises/content/vocabulary.yaml).

What stands in no table is handed on as it is: the plan drops what the vocabulary lacks and notes it.
"""

# Their word -> the anatomical name.
MUSCLES = {
    # wger, by its anatomical names
    "anterior deltoid": "deltoid (anterior)",
    "posterior deltoid": "deltoid (posterior)",
    # free-exercise-db, and what others say for the same
    "abdominals": "rectus abdominis",
    "abs": "rectus abdominis",
    "abductors": "gluteus medius",
    "adductors": "adductor magnus",
    "biceps": "biceps brachii",
    "calves": "gastrocnemius",
    "chest": "pectoralis major",
    "forearms": "forearm flexors",
    "glutes": "gluteus maximus",
    "hip flexors": "iliopsoas",
    "lats": "latissimus dorsi",
    "lower back": "erector spinae (lumbar)",
    "middle back": "rhomboids",
    "neck": "sternocleidomastoid",
    "obliques": "obliquus externus abdominis",
    "quadriceps": "quadriceps femoris",
    "quads": "quadriceps femoris",
    "shoulders": "deltoid",
    "traps": "trapezius",
    "triceps": "triceps brachii",
}
# Words for a whole group, of which the table names one muscle: somebody should look.
LOOSE = {"abductors", "adductors", "calves", "lower back", "middle back", "neck", "forearms", "glutes", "abdominals"}

# Their word -> our slug; None for "nothing is needed".
EQUIPMENT: dict[str, str | None] = {
    "bands": "resistance-band",
    "band": "resistance-band",
    "bench": "bench",
    "body only": None,
    "bodyweight": None,
    "chair": "chair",
    "dumbbell": "dumbbell",
    "dumbbells": "dumbbell",
    "foam roll": "foam-roller",
    "foam roller": "foam-roller",
    "gym mat": "mat",
    "incline bench": "bench",
    "kettlebell": "kettlebell",
    "kettlebells": "kettlebell",
    "mat": "mat",
    "none": None,
    "none (bodyweight exercise)": None,
    "resistance band": "resistance-band",
    "towel": "towel",
    "wall": "wall",
}

# The numbers that wger's shorter answers give in place of names.
WGER_MUSCLES = {
    1: "Biceps brachii", 2: "Anterior deltoid", 3: "Serratus anterior", 4: "Pectoralis major", 5: "Triceps brachii",
    6: "Rectus abdominis", 7: "Gastrocnemius", 8: "Gluteus maximus", 9: "Trapezius", 10: "Quadriceps femoris",
    11: "Biceps femoris", 12: "Latissimus dorsi", 13: "Brachialis", 14: "Obliquus externus abdominis", 15: "Soleus",
    16: "Erector spinae",
}  # fmt: skip
WGER_EQUIPMENT = {
    1: "Barbell", 2: "SZ-Bar", 3: "Dumbbell", 4: "Gym mat", 5: "Swiss Ball", 6: "Pull-up bar",
    7: "none (bodyweight exercise)", 8: "Bench", 9: "Incline bench", 10: "Kettlebell", 11: "Resistance band",
}  # fmt: skip
WGER_CATEGORIES = {
    8: "Arms", 9: "Legs", 10: "Abs", 11: "Chest", 12: "Back", 13: "Shoulders", 14: "Calves", 15: "Cardio",
}  # fmt: skip
WGER_LICENCES = {1: "CC-BY-SA 3", 2: "CC-BY-SA 4", 3: "CC0", 4: "CC-BY 4", 5: "ODbL"}
WGER_LANGUAGES = {
    1: "de", 2: "en", 3: "bg", 4: "es", 5: "ru", 6: "nl", 7: "pt", 8: "el", 9: "cs", 10: "sv", 11: "no", 12: "fr",
    13: "it", 14: "pl", 15: "uk", 16: "tr",
}  # fmt: skip

# The beginning of an anatomical name -> the regions of the catalogue that the muscle moves.
REGIONS = {
    "adductor": ("hip",),
    "biceps femoris": ("hip",),
    "deltoid": ("shoulder",),
    "erector spinae": ("lower-back",),
    "gluteus": ("hip",),
    "hamstrings": ("hip",),
    "iliopsoas": ("hip",),
    "latissimus dorsi": ("mid-back", "shoulder"),
    "obliquus": ("core",),
    "pectoralis": ("chest",),
    "piriformis": ("hip",),
    "quadratus lumborum": ("lower-back",),
    "quadriceps": ("hip",),
    "rectus abdominis": ("core",),
    "rhomboids": ("upper-back",),
    "serratus": ("chest", "shoulder"),
    "sternocleidomastoid": ("neck",),
    "transversus": ("core",),
    "trapezius": ("upper-back", "neck"),
}
CATEGORY_REGIONS: dict[str, tuple[str, ...]] = {
    "abs": ("core",), "back": ("mid-back",), "chest": ("chest",), "legs": ("hip",), "shoulders": ("shoulder",),
}  # fmt: skip


def muscle(theirs: str) -> str:
    """The anatomical name, or their own word in small letters."""
    word = theirs.casefold()
    return MUSCLES.get(word, word)


def regions_of(muscles: list[str], category: str = "") -> list[str]:
    """The regions of the first muscles that say any, or else of the category."""
    found = [
        region
        for name in muscles
        for beginning, regions in REGIONS.items()
        if name.startswith(beginning)
        for region in regions
    ]
    return list(dict.fromkeys(found)) or list(CATEGORY_REGIONS.get(category.casefold(), ()))

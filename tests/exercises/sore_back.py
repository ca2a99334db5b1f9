"""Answers to the back check's questions that follow the signs: somebody whom a routine may suit."""

FINE = {
    "where": "lower-back",
    "how_long": "under-6-weeks",
    "pain": "3",
    "eases": "moving",
    "provokes": "resting",
    "age": "18-64",
    "floor": "yes",
}

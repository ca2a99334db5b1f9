"""A small clinic with people and twelve weeks of history, for trying things out. The same every time."""

from programs.demo.clinic import LOGINS, PASSWORD, demo_exists, make_demo

__all__ = ["LOGINS", "PASSWORD", "demo_exists", "make_demo"]

"""What programs add to the export and the erasure of a person (accounts/privacy)."""


def declare() -> None:
    from accounts.privacy.registry import registry
    from programs.privacy import files, keeping, parts

    parts.declare()
    registry.files.append(files.documents)
    registry.files.append(files.handouts)
    registry.files.append(files.calendar)
    registry.before_erasing.append(keeping.let_go)
    registry.after_import.append(keeping.set_up)
    registry.ids.append(keeping.ids_of)

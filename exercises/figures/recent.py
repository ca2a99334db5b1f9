"""The last few results of something slow, by name."""

from typing import TypeVar

Name = TypeVar("Name")
Result = TypeVar("Result")


class Recent(dict[Name, Result]):
    """Keeps at most so many; the oldest goes first. Threads may share one: a result may be missing, never wrong."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, name: Name, result: Result) -> None:
        super().__setitem__(name, result)
        while len(self) > self.most:
            for oldest in list(self)[:1]:
                self.pop(oldest, None)

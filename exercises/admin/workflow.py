"""Draft, review, publish, history, retire, merge: the pages beside the one where an exercise is written."""

from exercises.admin.history import HistoryMixin
from exercises.admin.retiring import RetiringMixin
from exercises.admin.review import ReviewMixin


class WorkflowMixin(ReviewMixin, HistoryMixin, RetiringMixin):
    """For the admin of exercises."""

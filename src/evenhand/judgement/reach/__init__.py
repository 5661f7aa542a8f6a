"""Every possible case: what the rules of a version allow, and how two versions treat the same case.

`reach` looks at one version, `compare_reach` at two, `history_of` at real inspections; `words` says it in sentences.
"""

from evenhand.judgement.reach.asking import EVERY, reach
from evenhand.judgement.reach.comparing import compare_reach
from evenhand.judgement.reach.past import History
from evenhand.judgement.reach.results import FrameworkReach
from evenhand.judgement.reach.shifts import Shift

__all__ = ["EVERY", "FrameworkReach", "History", "Shift", "compare_reach", "reach"]

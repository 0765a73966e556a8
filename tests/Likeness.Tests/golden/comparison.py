"""
Whether means over seeds differ by more than chance: Welch's test by scipy, the two-sided p of pairs of small samples.
"""
from scipy.stats import ttest_ind

from formula import save

PAIRS = [
    ([1.0, 1.2], [1.4, 1.5]),
    ([1.0, 1.01], [1.4, 1.41]),
    ([1.0, 1.2, 0.9], [1.6, 1.5, 1.7]),
    ([1.0, 1.2, 0.9], [1.3, 1.1, 1.5]),
    ([2.0, 2.02, 2.0], [2.1, 2.4, 2.2]),
    ([5.0, 9.0, 7.0, 6.0], [1.0, 8.0, 0.5]),
    ([10.0, 10.5, 9.5, 10.2, 9.9], [11.0, 10.4, 11.2, 10.9, 11.5]),
    ([0.10, 0.11], [0.125, 0.126]),
]

values = {"p": [float(ttest_ind(a, b, equal_var=False).pvalue) for a, b in PAIRS]}
for number, (a, b) in enumerate(PAIRS):
    values |= {f"a{number}": a, f"b{number}": b}
save(__file__, values)

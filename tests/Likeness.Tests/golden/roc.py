"""
Area under the ROC curve and false positives at 95% true positives of fixed scores, by scikit-learn: of each pair these two numbers.
"""
import numpy as np
from sklearn.metrics import roc_auc_score, roc_curve

from formula import save


def scores(count, seed, steps, shift=0):
    """Whole numbers that both sides compute exactly: residues of a quadratic, rounded down to so many steps."""
    i = np.arange(count, dtype=np.int64)
    return (i * i * 7 + i * (13 * seed + 29) + 5 * seed) % 10007 * steps // 10007 + shift


def measured(data, others):
    labels = np.concatenate([np.ones(len(data)), np.zeros(len(others))])
    values = np.concatenate([data, others]).astype(np.float64)
    false, true, _ = roc_curve(labels, values, drop_intermediate=False)
    return [float(roc_auc_score(labels, values)), float(false[np.argmax(true >= 0.95)])]


save(__file__, {
    "fine": measured(scores(120, 1, 10007, 2500), scores(90, 2, 10007)),
    "ties": measured(scores(137, 3, 12, 3), scores(260, 4, 12)),
    "coarse": measured(scores(40, 5, 2), scores(33, 6, 2)),
    "few": measured(scores(1, 7, 9, 1), scores(7, 8, 9)),
})

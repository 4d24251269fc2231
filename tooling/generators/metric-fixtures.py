"""Scores of fixed predictions by scikit-learn, for the tests of @neurona/training.

    python3 tooling/generators/metric-fixtures.py

writes packages/training/fixtures/metrics.json. Made with scikit-learn 1.2.1 and NumPy 1.24.2 on Python 3.11, seed 20.
"""

import json
import pathlib

import numpy as np
from sklearn import metrics as m

target = pathlib.Path(__file__).parents[2] / "packages/training/fixtures/metrics.json"
random = np.random.default_rng(20)


def listed(values):
    return np.asarray(values, dtype=np.float64).tolist()


def binary():
    actual = random.integers(0, 2, 40)
    # multiples of 1/32: exact in float32, and with ties
    scores = np.round(np.clip(random.normal(0.35 + 0.3 * actual, 0.2), 0, 1) * 32) / 32
    fpr, tpr, thresholds = m.roc_curve(actual, scores)
    thresholds[0] = 1e300  # later versions of scikit-learn have infinity here
    precision, recall, cuts = m.precision_recall_curve(actual, scores)
    predicted = (scores >= 0.5).astype(int)
    return {
        "actual": listed(actual),
        "scores": listed(scores),
        "roc": {"fpr": listed(fpr), "tpr": listed(tpr), "thresholds": listed(thresholds)},
        "precisionRecall": {"precision": listed(precision), "recall": listed(recall), "thresholds": listed(cuts)},
        "rocAUC": m.roc_auc_score(actual, scores),
        "averagePrecision": m.average_precision_score(actual, scores),
        "accuracy": m.accuracy_score(actual, predicted),
        "precision": m.precision_score(actual, predicted),
        "recall": m.recall_score(actual, predicted),
        "f1": m.f1_score(actual, predicted),
        "fBeta2": m.fbeta_score(actual, predicted, beta=2),
        "matthews": m.matthews_corrcoef(actual, predicted),
        "kappa": m.cohen_kappa_score(actual, predicted),
        "balancedAccuracy": m.balanced_accuracy_score(actual, predicted),
        "brier": m.brier_score_loss(actual, scores),
        "confusion": m.confusion_matrix(actual, predicted).tolist(),
    }


def multiclass():
    classes, size = 5, 60
    actual = random.integers(0, classes, size)
    logits = random.normal(0, 1, (size, classes)) + 1.5 * np.eye(classes)[actual]
    logits = np.round(logits * 64) / 64
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    predicted = logits.argmax(axis=1)
    result = {
        "actual": listed(actual),
        "logits": listed(logits),
        "confusion": m.confusion_matrix(actual, predicted).tolist(),
        "accuracy": m.accuracy_score(actual, predicted),
        "top2": m.top_k_accuracy_score(actual, logits, k=2),
        "top3": m.top_k_accuracy_score(actual, logits, k=3),
        "logLoss": m.log_loss(actual, probabilities),
        "matthews": m.matthews_corrcoef(actual, predicted),
        "kappa": m.cohen_kappa_score(actual, predicted),
        "balancedAccuracy": m.balanced_accuracy_score(actual, predicted),
        "rocAUC": {
            f"{mode}-{average}": m.roc_auc_score(actual, probabilities, multi_class=mode, average=average)
            for mode in ("ovr", "ovo")
            for average in ("macro", "weighted")
        },
    }
    for average in ("macro", "micro", "weighted"):
        result[average] = {
            "precision": m.precision_score(actual, predicted, average=average, zero_division=0),
            "recall": m.recall_score(actual, predicted, average=average, zero_division=0),
            "f1": m.f1_score(actual, predicted, average=average, zero_division=0),
            "fBetaHalf": m.fbeta_score(actual, predicted, beta=0.5, average=average, zero_division=0),
        }
    return result


def absent_class():
    """A class that is never predicted and one that never occurs."""
    actual = np.array([0, 0, 1, 1, 2, 2, 2, 0])
    predicted = np.array([0, 0, 1, 3, 1, 0, 1, 0])
    labels = [0, 1, 2, 3]
    result = {"actual": listed(actual), "predicted": listed(predicted)}
    for average in ("macro", "micro", "weighted"):
        precision, recall, f1, _ = m.precision_recall_fscore_support(
            actual, predicted, labels=labels, average=average, zero_division=0
        )
        result[average] = {"precision": precision, "recall": recall, "f1": f1}
    return result


def regression(columns):
    shape = (50,) if columns == 1 else (50, columns)
    actual = np.round(random.normal(100, 12, shape) * 64) / 64
    predicted = np.round((actual + random.normal(1, 5, shape)) * 64) / 64
    result = {
        "actual": listed(actual),
        "predicted": listed(predicted),
        "mse": m.mean_squared_error(actual, predicted),
        "rmse": m.mean_squared_error(actual, predicted, squared=False),
        "mae": m.mean_absolute_error(actual, predicted),
        "mape": m.mean_absolute_percentage_error(actual, predicted),
        "medianAE": m.median_absolute_error(actual, predicted),
        "r2": m.r2_score(actual, predicted),
        "explainedVariance": m.explained_variance_score(actual, predicted),
    }
    if columns == 1:
        result["maxError"] = m.max_error(actual, predicted)
    return result


fixtures = {
    "binary": binary(),
    "multiclass": multiclass(),
    "absentClass": absent_class(),
    "regression": regression(1),
    "regressionOfTwo": regression(2),
}
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(fixtures, indent=1) + "\n")

"""What people call arguments, by what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

ROLES: Mapping[str, str] = {
    "x": "x z inputs input input_data inp a a_prev data s u v arr val value values net h logits features batch signal t in_data "
    "input_tensor x_in "
    "net_input input_array total xs prev_output activation_input n num number in input_x inputs_ tensor vector scores in_features_ "
    "layer_input",
    "upstream": "dout dy da dz grad grad_output output_gradient output_error d_out d_l_d_out upstream delta dvalues accum_grad dldy "
    "gradient gradients "
    "error err g dh doutput out_grad grad_out dl dloss next_grad top_diff upstream_grad grad_outputs output_grad d_output dldout "
    "dl_dout da_curr "
    "grads d_l_d_y dupstream upstream_gradient grad_in dl_dy residual grad_y dnext delta_out upstream_derivative dl_da d_a_curr dvalue "
    "out_g g_out outg",
    "cache": "cache caches ctx memory stored activation_cache saved context linear_cache mem",
    "rate": "lr learning_rate learningrate eta step_size learn_rate lr_rate",
    "training": "training train train_flg is_training train_mode is_train trainable train_flag",
    "inference": "eval inference is_eval eval_mode is_inference inference_mode testing is_testing test is_test test_mode evaluate",
    "y_true": "y t target targets labels label truth actual expected ground_truth y_real desired true gt y_actual true_y teacher "
    "y_true ytrue actuals "
    "true_label true_labels y_train real ground_truths y_test one_hot onehot labels_onehot y_label expected_output ys correct ground "
    "reference exp targ targs",
    "y_pred": "y_pred ypred y_hat yhat p pred preds prediction predictions predicted output outputs out al a2 yp scores logits probs "
    "probabilities h o "
    "y_predict estimated guess y_out predictions_ proba x a y_ estimates y_prediction activations softmax_out softmax_output "
    "output_layer z hypothesis "
    "y_predicted predicted_output net_output estimate result inputs input score observed inp",
    "kernel": "w weights weight kernel theta filters filter kernels weight_matrix filt f",
    "bias": "b bias biases beta_ bias_vector",
    "deriv": "deriv derivative prime d derive is_derivative der df gradient diff grad derivate derivation return_derivative backward "
    "deriv_ calc_derivative",
}

SMOOTHING = "label_smoothing smoothing smooth label_smooth ls smoothing_factor label_smoothing_factor"
SETTINGS: Mapping[tuple[str, str], str] = {
    (
        "leaky_relu",
        "negative_slope",
    ): "alpha a slope negative_slope leak leakiness k coef neg_slope factor leaky_slope c leak_rate rate epsilon eps",
    ("LeakyReLU", "negative_slope"): "alpha a slope negative_slope leak leakiness k coef neg_slope factor leaky_slope c leak_rate",
    ("elu", "alpha"): "alpha a",
    ("ELU", "alpha"): "alpha a",
    ("celu", "alpha"): "alpha a",
    ("softmax", "axis"): "axis dim ax",
    ("log_softmax", "axis"): "axis dim ax",
    ("Softmax", "axis"): "axis dim ax",
    ("Huber", "delta"): "delta d threshold",
    ("BinaryCrossentropy", "label_smoothing"): SMOOTHING,
    ("CategoricalCrossentropy", "label_smoothing"): SMOOTHING,
    ("hard_shrink", "threshold"): "threshold lambd lambda_ lam",
    ("soft_shrink", "threshold"): "threshold lambd lambda_ lam",
    ("BatchNormalization", "epsilon"): "eps epsilon",
    ("BatchNormalization", "momentum"): "momentum decay alpha",
    ("LayerNormalization", "epsilon"): "eps epsilon",
}


def plain(name: str) -> str:
    """A parameter's name without capitals and underscores at its ends."""
    return name.lower().strip("_")


MEANINGS = MappingProxyType({role: frozenset(names.split()) for role, names in ROLES.items()})
SETTING_NAMES = MappingProxyType({key: frozenset(names.split()) for key, names in SETTINGS.items()})


LOSS_BY_SOMETHING = re.compile(r"d_?(l|j|e|c|loss|cost|error)_?d_?[a-z]{1,6}|(grads?|gradients?)_(wrt_|of_)?\w+|\w+_(grads?|gradients?)")
"""dL/dA and its like, as in `dLdA`, `dl_dz`, `dLoss_dOut`, or in words: `grad_z`, `grads_wrt_outputs`."""


def means(name: str, role: str) -> bool:
    """Whether an argument of this name may have a role."""
    bare = plain(name).rstrip("0123456789") or plain(name)
    return plain(name) in MEANINGS[role] or bare in MEANINGS[role] or (role == "upstream" and bool(LOSS_BY_SOMETHING.fullmatch(bare)))


def setting_of(part: str, name: str) -> str:
    """The setting of a part that an argument stands for; empty for none."""
    return next((setting for (owner, setting), names in SETTING_NAMES.items() if owner == part and plain(name) in names), "")

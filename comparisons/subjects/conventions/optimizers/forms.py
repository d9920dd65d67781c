"""Every form in which variables and gradients are handed to an optimizer, the likelier first."""

from __future__ import annotations

from collections.abc import Mapping

from comparisons.subjects.conventions.optimizers.array_forms import (
    Dicts,
    GradientsAndVariables,
    KernelAndBias,
    PrefixedDicts,
    Tensors,
    Variables,
    VariablesAndGradients,
)
from comparisons.subjects.conventions.optimizers.asked_forms import Asked
from comparisons.subjects.conventions.optimizers.object_forms import (
    LayerBag,
    Layers,
    LayersOfTriples,
    Network,
    ParameterBags,
    ParameterDicts,
    ShortLayerBag,
    TensorBags,
    ValueBags,
)

FORMS: Mapping[str, type[Variables]] = {
    "dicts": Dicts,
    "prefixed-dicts": PrefixedDicts,
    "lists": Variables,
    "tensors": Tensors,
    "asked": Asked,
    "kernel-and-bias": KernelAndBias,
    "gradients-and-variables": GradientsAndVariables,
    "variables-and-gradients": VariablesAndGradients,
    "layer": LayerBag,
    "short-layer": ShortLayerBag,
    "parameters": ParameterBags,
    "parameters-value": ValueBags,
    "parameters-dicts": ParameterDicts,
    "parameters-tensors": TensorBags,
    "network": Network,
    "layers": Layers,
    "layers-of-triples": LayersOfTriples,
}

HELD = ("parameters", "parameters-value", "parameters-dicts", "parameters-tensors")
"""Of these the optimizer is made with the variables."""

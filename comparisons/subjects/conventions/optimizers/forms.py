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
from comparisons.subjects.conventions.optimizers.layer_forms import AlternatingModel, HeldLayers, HeldModel, LongLayers, LongModel
from comparisons.subjects.conventions.optimizers.object_forms import (
    LayerBag,
    Layers,
    LayersOfTriples,
    Network,
    ParameterBags,
    ParameterDicts,
    ParameterPairs,
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
    "parameters-pairs": ParameterPairs,
    "held-model": HeldModel,
    "held-model-alternating": AlternatingModel,
    "held-model-long": LongModel,
    "held-layers": HeldLayers,
    "held-layers-long": LongLayers,
    "network": Network,
    "layers": Layers,
    "layers-of-triples": LayersOfTriples,
}

HELD = (
    "parameters", "parameters-value", "parameters-dicts", "parameters-tensors", "parameters-pairs", "held-model", "held-model-alternating",
    "held-model-long", "held-layers", "held-layers-long",
)  # fmt: skip
"""Of these the optimizer is made with the variables."""

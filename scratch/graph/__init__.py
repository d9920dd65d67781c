"""Nodes of a computational graph, each with its forward and its backward, as textbooks draw them."""

from typing import TYPE_CHECKING

from scratch.graph.add import Add
from scratch.graph.branch import Branch
from scratch.graph.examples import apples, square_of_sum
from scratch.graph.matmul import MatMul
from scratch.graph.multiply import Multiply
from scratch.graph.node import Node
from scratch.graph.repeat import Repeat
from scratch.graph.sum import Sum
from scratch.lookup import nothing_else

__all__ = ["Add", "Branch", "MatMul", "Multiply", "Node", "Repeat", "Sum", "apples", "square_of_sum"]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)

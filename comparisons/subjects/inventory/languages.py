"""Words of other languages than English, without their accents: German, Spanish, French, Portuguese, Italian."""

from __future__ import annotations

import unicodedata

ROLES = {
    "forward": "vorwaerts vorwarts vorwaertsdurchlauf adelante avant avanti propagacion propagar propagacao propager propagieren",
    "backward": "rueckwaerts ruckwarts rueckwaertsdurchlauf atras arriere indietro retropropagacion retropropagar retropropagacao "
    "retropropagation retropropager rueckpropagation",
    "derivative": "ableitung derivada derivee derivata gradiente",
}
"""As the roles of `vocabulary`."""

NOISE = (
    "schicht schichten ebene capa couche camada strato funktion aktivierung aktivierungsfunktion funcion activacion fonction funcao "
    "ativacao funzione attivazione verlust fehler kosten perdida perte perda costo custo"
)

ACTIVATIONS = {
    "sigmoid": "sigmoide|sigmoidal",
    "tanh": "tangens hyperbolicus|tangente hiperbolica|tangente hiperbolico|tangente hyperbolique",
}
LOSSES = {
    "MeanSquaredError": "mittlerer quadratischer fehler|mittlere quadratische abweichung|error cuadratico medio|erreur quadratique moyenne|"
    "erro quadratico medio|errore quadratico medio|ecm|eqm",
    "BinaryCrossentropy": "binaere kreuzentropie|entropia cruzada binaria|entropie croisee binaire|kreuzentropie|entropia cruzada|"
    "entropie croisee",
    "CategoricalCrossentropy": "kreuzentropie|entropia cruzada|entropie croisee|entropia cruzada categorica",
    "SparseCategoricalCrossentropy": "kreuzentropie|entropia cruzada|entropie croisee",
}

FORWARD = [
    "vorwaerts", "vorwarts", "adelante", "hacia_adelante", "propagacion_adelante", "avant", "en_avant", "propagation_avant", "avanti",
    "para_frente", "propagacao", "propagar", "propager", "propagacion",
]  # fmt: skip
BACKWARD = [
    "rueckwaerts", "ruckwarts", "atras", "hacia_atras", "propagacion_atras", "arriere", "en_arriere", "propagation_arriere", "indietro",
    "para_tras", "retropropagacao", "retropropagar", "retropropager", "retropropagacion", "retropropagation", "rueckpropagation",
]  # fmt: skip
DERIVATIVE = ["ableitung", "derivada", "derivee", "derivata", "gradiente"]


def folded(text: str) -> str:
    """Text without accents: `rückwärts` is `ruckwarts`."""
    return text if text.isascii() else "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))

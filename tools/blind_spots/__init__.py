"""How small an error in one constant of a formula is still caught, part by part."""

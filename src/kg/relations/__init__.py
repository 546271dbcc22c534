"""The rules applied to the sentences of a text: scenes, arguments, conditions, findings and their qualifiers."""

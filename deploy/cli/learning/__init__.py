"""``haichieu classifier train|evaluate|promote|history|explain``."""

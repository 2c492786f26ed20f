"""How the classifier learns: the written corpus, training, evaluation, model cards, promotion."""

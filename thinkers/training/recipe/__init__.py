"""Recipes: everything that matters in training a model, validated."""

from thinkers.training.recipe.data import Data as Data
from thinkers.training.recipe.data import Group as Group
from thinkers.training.recipe.loss import Loss as Loss
from thinkers.training.recipe.optimizer import Optimizer as Optimizer
from thinkers.training.recipe.recipe import Recipe as Recipe
from thinkers.training.recipe.recipe import shipped_recipes as shipped_recipes
from thinkers.training.recipe.scores import Bar as Bar
from thinkers.training.recipe.scores import Scores as Scores
from thinkers.training.recipe.start import Start as Start

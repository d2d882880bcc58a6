"""What is proven about the pieces of a step: norms that are bounds. Importing it imports torch."""

from thinkers.certify.bracket import Bracket as Bracket
from thinkers.certify.bracket import conv_norm_exact as conv_norm_exact
from thinkers.certify.bracket import dense_norm_exact as dense_norm_exact
from thinkers.certify.norms import conv_norm_upper as conv_norm_upper
from thinkers.certify.norms import dense_norm_upper as dense_norm_upper
from thinkers.certify.norms import nonnegative_norm as nonnegative_norm
from thinkers.certify.norms import reshaped_norm as reshaped_norm
from thinkers.certify.symbol import require_padding as require_padding
from thinkers.certify.symbol import riesz as riesz
from thinkers.certify.symbol import symbol_at as symbol_at

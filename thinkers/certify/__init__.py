"""What is proven about a step: norms that are bounds, and certificates. Importing it imports torch.

The word certified belongs to `Certificate` alone; what is measured is an `Estimate`.
"""

from thinkers.certify.ball import certify_ball as certify_ball
from thinkers.certify.blocks import ConvexPotential as ConvexPotential
from thinkers.certify.blocks import Residual as Residual
from thinkers.certify.bracket import Bracket as Bracket
from thinkers.certify.bracket import conv_norm_exact as conv_norm_exact
from thinkers.certify.bracket import dense_norm_exact as dense_norm_exact
from thinkers.certify.certificate import Certificate as Certificate
from thinkers.certify.consistency import contradicts as contradicts
from thinkers.certify.consistency import disagreement as disagreement
from thinkers.certify.estimates import Estimate as Estimate
from thinkers.certify.estimates import jacobian_norm as jacobian_norm
from thinkers.certify.estimates import path_independence as path_independence
from thinkers.certify.estimates import spectral_radius as spectral_radius
from thinkers.certify.estimates import step_ratio as step_ratio
from thinkers.certify.horizon import horizon as horizon
from thinkers.certify.horizon import influence as influence
from thinkers.certify.lmi import Multipliers as Multipliers
from thinkers.certify.monotone import Enclosure as Enclosure
from thinkers.certify.monotone import enclose as enclose
from thinkers.certify.monotone import require_monotone as require_monotone
from thinkers.certify.norms import conv_norm_upper as conv_norm_upper
from thinkers.certify.norms import dense_norm_upper as dense_norm_upper
from thinkers.certify.norms import nonnegative_norm as nonnegative_norm
from thinkers.certify.norms import reshaped_norm as reshaped_norm
from thinkers.certify.pieces import Activation as Activation
from thinkers.certify.pieces import Chain as Chain
from thinkers.certify.pieces import KnownLipschitz as KnownLipschitz
from thinkers.certify.pieces import Linear as Linear
from thinkers.certify.pieces import Piece as Piece
from thinkers.certify.pieces import Recall as Recall
from thinkers.certify.pieces import apply as apply
from thinkers.certify.pieces import product as product
from thinkers.certify.pieces import reach as reach
from thinkers.certify.proof import Proof as Proof
from thinkers.certify.proof import cannot_contract as cannot_contract
from thinkers.certify.proof import prove as prove
from thinkers.certify.proof import verify as verify
from thinkers.certify.symbol import require_padding as require_padding
from thinkers.certify.symbol import riesz as riesz
from thinkers.certify.symbol import symbol_at as symbol_at

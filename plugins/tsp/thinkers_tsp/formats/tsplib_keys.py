"""Which keys of a TSPLIB header leave the problem as it is, and which make another one of it."""

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import shown
from thinkers_tsp.formats.tsplib_document import Document

HEEDED = {
    "NAME", "TYPE", "DIMENSION", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE",
    "DISPLAY_DATA_TYPE", "COMMENT",
}  # fmt: skip
"""Keys of TSPLIB95 (Reinelt 1995, section 1.1) that we read."""

HARMLESS = {
    "AUTHOR", "AUTHORS", "BEST", "BEST_BOUND", "BEST_COST", "BEST_KNOWN", "BEST_KNOWN_COST",
    "BEST_KNOWN_SOLUTION", "BEST_KNOWN_VALUE", "CONTACT", "COPYRIGHT", "COST", "CREATED",
    "CREATOR", "DATE", "DESCRIPTION", "GENERATOR", "ID", "INFO", "INSTANCE", "KEYWORDS", "LENGTH",
    "LICENSE", "LOWER_BOUND", "NOTE", "NOTES", "OPTIMAL", "OPTIMAL_COST", "OPTIMAL_VALUE",
    "OPTIMUM", "ORIGIN", "REFERENCE", "SEED", "SOLUTION", "SOURCE", "TITLE", "UNIT", "UNITS",
    "UPPER_BOUND", "URL", "VERSION",
}  # fmt: skip
"""Keys that people add to say where an instance comes from, or what is known of it."""

ANOTHER = {
    "CAPACITY", "CAPACITIES", "DEMAND_DIMENSION", "DEPOT", "DEPOTS", "DISTANCE", "DRONES",
    "EDGE_DATA_FORMAT", "EXTERNAL", "FIXED_EDGES", "GTSP_SETS", "GVRP_SETS", "MTSP_MAX_SIZE",
    "MTSP_MIN_SIZE", "MTSP_OBJECTIVE", "NUMBER_OF_TRUCKS", "PICKUP_AND_DELIVERY", "PRECEDENCE",
    "PRIORITY", "PRIZE", "RELAXATION_LEVEL", "RISK_THRESHOLD", "SALESMEN", "SERVICE_TIME",
    "SPEED", "START", "TIME_WINDOWS", "VEHICLES",
}  # fmt: skip
"""Keys of TSPLIB95, LKH-3 and vehicle routing that limit tours, or ask for several."""

TYPES = ("TSP", "ATSP")
"""Values of TYPE that are plain tours; HCP, SOP, CVRP, ... are others."""


def require_plain_tour(document: Document) -> None:
    """See that the header asks for one tour through all cities, and for nothing more.

    A key that is in none of our lists may limit what a tour may be, so it is refused as well.

    Raises:
        InvalidInstanceError: It does not; says which line.
    """
    kind = document.word("TYPE", "TSP")
    if kind not in TYPES:
        raise InvalidInstanceError(
            f"{_line(document, 'TYPE')}: TYPE is {shown(kind)}, expected TSP or ATSP",
            "it is another problem than a plain tour",
        )
    for key in document.header:
        if key in ANOTHER:
            raise InvalidInstanceError(
                f"{_line(document, key)}: {key} makes another problem than a plain tour",
                "leave the line out to solve the plain tour",
            )
        if key not in HEEDED | HARMLESS:
            raise InvalidInstanceError(
                f"{_line(document, key)}: unknown key {shown(key)!r}, which may change the problem",
                "if it does not, write it as COMMENT",
            )


def _line(document: Document, key: str) -> str:
    return f"{document.where}: line {document.lines[key]}"

"""Classical solvers, and what they are good for."""

from thinkers_maze.baselines.a_star import AStar
from thinkers_maze.baselines.base import MazeBaseline
from thinkers_maze.baselines.bfs import Bfs
from thinkers_maze.baselines.bidirectional_bfs import BidirectionalBfs
from thinkers_maze.baselines.dead_end_filling import DeadEndFilling
from thinkers_maze.baselines.wall_follower import WallFollower

__all__ = ["AStar", "Bfs", "BidirectionalBfs", "DeadEndFilling", "MazeBaseline", "WallFollower"]

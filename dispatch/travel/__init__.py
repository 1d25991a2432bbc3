"""Where travel times come from: implementations of the planner's TravelTimes port."""

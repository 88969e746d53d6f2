//! Scoring: names, dates, matching and the figures made from it. Pure functions.

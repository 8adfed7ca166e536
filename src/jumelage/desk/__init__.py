"""The desk: where a coordinator works all day. One record screen for all kinds, and a home page."""

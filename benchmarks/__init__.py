"""Speed and memory as ratios against something in the same run. Timings are never tests."""

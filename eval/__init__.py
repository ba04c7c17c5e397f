"""Is it good? Golden judgements, public benchmarks, measures and reports."""

package understand

// ReadFilter reads a filter that was written down, in the words of the API.
func ReadFilter(in FigureFilter) (Filter, error) { return in.filter() }

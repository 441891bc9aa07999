package io.lokivector.engine.search;

import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.request.SearchOptions;
import java.util.List;

/** Says which searches are carried out, and of the others what is wrong with them. */
record SearchLimits(EngineConfig config) {
    /** Checks all that can be checked without looking at documents. */
    void check(SearchOptions options, CollectionView view) {
        final int given =
                (options.vector().isPresent() ? 1 : 0)
                        + (options.text().isPresent() ? 1 : 0)
                        + (options.id().isPresent() ? 1 : 0)
                        + (options.recommend().isPresent() ? 1 : 0);
        if (given > 1) {
            throw SearchFaults.bad("a search takes one of vector, text, id and recommend");
        }
        if (given == 0 && (options.filter().isEmpty() || options.groupBy().isPresent())) {
            throw SearchFaults.bad("a search needs one of vector, text, id and recommend");
        }
        options.recommend().ifPresent(this::check);
        options.groupBy().ifPresent(path -> checkGroups(path, options, view));
        final long reach = (long) options.offset() + options.k();
        final boolean isGrouped = options.groupBy().isPresent();
        final long results = isGrouped ? reach * options.groupSize() : reach;
        if (results > config.searchResultsMax()) {
            throw SearchFaults.tooMany(
                    isGrouped ? "offset and k, times groupSize," : "offset and k together",
                    results,
                    "search-results-max",
                    config.searchResultsMax());
        }
    }

    private void check(SearchOptions.Recommend recommend) {
        if (recommend.positive().isEmpty()) {
            throw SearchFaults.bad("recommend.positive needs at least one example");
        }
        final int examples = recommend.positive().size() + recommend.negative().size();
        if (examples > config.searchExamplesMax()) {
            throw SearchFaults.tooMany(
                    "the examples in recommend",
                    examples,
                    "search-examples-max",
                    config.searchExamplesMax());
        }
    }

    private void checkGroups(String path, SearchOptions options, CollectionView view) {
        if (options.hybrid()) {
            throw SearchFaults.bad("groupBy and hybrid do not go together; leave one out");
        }
        for (final String column : view.definition().columns()) {
            if (path.equals(column) || path.startsWith(column + ".")) {
                throw SearchFaults.bad(
                        "groupBy must be a field of texts, numbers or truth values; '"
                                + column
                                + "' holds vectors");
            }
        }
        final long groups = (long) options.offset() + options.k();
        if (groups > config.searchGroupsMax()) {
            throw SearchFaults.tooMany(
                    "offset and k, with groupBy,",
                    groups,
                    "search-groups-max",
                    config.searchGroupsMax());
        }
    }

    /** Checks how many searches there are. */
    void check(List<SearchOptions> searches) {
        if (searches.isEmpty()) {
            throw SearchFaults.bad("searches must be a list of at least one search");
        }
        if (searches.size() > config.searchBatchMax()) {
            throw SearchFaults.tooMany(
                    "the length of searches",
                    searches.size(),
                    "search-batch-max",
                    config.searchBatchMax());
        }
    }
}

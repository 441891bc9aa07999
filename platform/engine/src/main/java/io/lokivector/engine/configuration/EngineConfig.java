package io.lokivector.engine.configuration;

import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.Durability;
import java.time.Duration;

/**
 * How the engine works, and its limits.
 *
 * @param durability what a write must have survived before it is acknowledged
 * @param defaultVectorIndex the vector index type when a request names none
 * @param insertDocumentsMax how many documents one insert may bring
 * @param documentBytesMax how large a document may be, encoded
 * @param documentDepthMax how deep lists and objects in a document may stand inside each other
 * @param findResultsMax how many documents one find gives at most
 * @param searchResultsMax how far into the nearest one search may reach
 * @param searchGroupsMax how far into the nearest groups one search may reach
 * @param searchBatchMax how many searches one request may bring
 * @param searchExamplesMax how many examples one search may bring
 * @param queryTimeMax how long the threads of one query may together test documents
 * @param pipelineRowsMax how much one transform or aggregation may hold at once: rows that are
 *     sorted or joined, groups, and values listed in them
 * @param scanColumnsMax how many fields of a collection are kept as columns for scans
 * @param importBatchDocuments how many documents of an import become durable together
 * @param collectionsMax how many collections there may be
 * @param shardsMax how many shards a collection may have
 * @param viewsMax how many dynamic views a collection may have
 * @param viewFiltersMax how many filters a dynamic view may have
 * @param viewIdleTimeout how long the result of a dynamic view is kept that nobody reads
 * @param changeLogRetention how many changes each shard remembers at least
 * @param changeFeedRetention how many changes of all collections together the changes feed keeps at
 *     least
 * @param changeSubscribersMax how many may follow the changes feed at the same time
 * @param checkpointChanges after how many changes an index is saved, if it is not much larger
 * @param queryCacheCapacity how many answers the query cache of a collection keeps, unless the
 *     collection says otherwise
 * @param queryCacheBytes what the answers in the query cache of a collection may occupy
 * @param recallQueries how many searches of each vector field are remembered, to measure how much
 *     of the exact answer its index finds
 * @param recallCpuShare how much of one core may be used in idle time to measure recall
 * @param maintenanceInterval how often it is looked whether something is to be saved or tidied
 */
public record EngineConfig(
        @Property(
                        description = "What a write must have survived before it is acknowledged.",
                        defaultValue = "fsync")
                Durability durability,
        @Property(
                        description = "The vector index type when a request names none.",
                        defaultValue = "hnsw",
                        min = 1,
                        max = 64)
                String defaultVectorIndex,
        @Property(
                        description = "How many documents one insert may bring.",
                        defaultValue = "100000",
                        min = 1,
                        max = 10_000_000)
                int insertDocumentsMax,
        @Property(
                        description = "How large a document may be, encoded.",
                        defaultValue = "16MiB",
                        unit = "bytes",
                        min = 1024,
                        max = 64 << 20)
                int documentBytesMax,
        @Property(
                        description = "How deep lists and objects may stand inside each other.",
                        defaultValue = "64",
                        min = 2,
                        max = 500)
                int documentDepthMax,
        @Property(
                        description = "How many documents one find gives at most.",
                        defaultValue = "1000000",
                        min = 1)
                int findResultsMax,
        @Property(
                        description =
                                "How far into the nearest a search may reach: offset and k together"
                                        + " and, in groups, times groupSize.",
                        defaultValue = "10000",
                        min = 1,
                        max = SearchOptions.REACH_MAX)
                int searchResultsMax,
        @Property(
                        description = "How far into the nearest groups a search may reach.",
                        defaultValue = "1000",
                        min = 1,
                        max = 100_000)
                int searchGroupsMax,
        @Property(
                        description = "How many searches one request may bring.",
                        defaultValue = "1000",
                        min = 1,
                        max = 100_000)
                int searchBatchMax,
        @Property(
                        description = "How many examples one search may bring.",
                        defaultValue = "100",
                        min = 1,
                        max = 10_000)
                int searchExamplesMax,
        @Property(
                        description =
                                "How long one query may test documents with regular expressions and"
                                        + " other costly conditions, over all threads.",
                        defaultValue = "60s",
                        min = 0.001)
                Duration queryTimeMax,
        @Property(
                        description =
                                "How many rows, groups and listed values a transform or an"
                                        + " aggregation may hold at once.",
                        defaultValue = "1000000",
                        min = 1)
                int pipelineRowsMax,
        @Property(
                        description =
                                "How many fields of a collection are kept as columns for scans,"
                                        + " at 10 bytes a document each.",
                        defaultValue = "4",
                        min = 0,
                        max = 1024)
                int scanColumnsMax,
        @Property(
                        description = "How many documents of an import become durable together.",
                        defaultValue = "1000",
                        min = 1,
                        max = 100_000)
                int importBatchDocuments,
        @Property(
                        description = "How many collections there may be.",
                        defaultValue = "10000",
                        min = 1)
                int collectionsMax,
        @Property(
                        description = "How many shards a collection may have.",
                        defaultValue = "64",
                        min = 1,
                        max = 1024)
                int shardsMax,
        @Property(
                        description = "How many dynamic views a collection may have.",
                        defaultValue = "1000",
                        min = 1,
                        max = 100_000)
                int viewsMax,
        @Property(
                        description = "How many filters a dynamic view may have.",
                        defaultValue = "100",
                        min = 1,
                        max = 10_000)
                int viewFiltersMax,
        @Property(
                        description = "How long the result of a dynamic view nobody reads is kept.",
                        defaultValue = "10m",
                        min = 1)
                Duration viewIdleTimeout,
        @Property(
                        description = "How many changes each shard remembers at least.",
                        defaultValue = "100000",
                        min = 0)
                long changeLogRetention,
        @Property(
                        description =
                                "How many changes of all collections together the changes feed"
                                        + " keeps at least.",
                        defaultValue = "100000",
                        min = 0)
                long changeFeedRetention,
        @Property(
                        description = "How many may follow the changes feed at the same time.",
                        defaultValue = "256",
                        min = 1,
                        max = 100_000)
                int changeSubscribersMax,
        @Property(
                        description =
                                "After how many changes an index is saved; a large index waits for a"
                                        + " quarter of its size.",
                        defaultValue = "10000",
                        min = 1)
                long checkpointChanges,
        @Property(
                        description =
                                "How many answers the query cache of a collection keeps, unless the"
                                        + " collection says otherwise; 0 keeps none.",
                        defaultValue = "100",
                        min = 0,
                        max = QUERY_CACHE_CAPACITY_MAX)
                int queryCacheCapacity,
        @Property(
                        description = "What the answers in a collection's query cache may occupy.",
                        defaultValue = "16MiB",
                        unit = "bytes",
                        min = 1024,
                        max = 1 << 30)
                int queryCacheBytes,
        @Property(
                        description =
                                "How many recent searches of each vector field are remembered to"
                                        + " measure its recall, in at most 1 MiB; 0 measures"
                                        + " nothing.",
                        defaultValue = "256",
                        min = 0,
                        max = 10_000)
                int recallQueries,
        @Property(
                        description =
                                "How much of one core may be used, when nobody is served, to measure"
                                        + " recall: 0.01 is one hundredth; 0 measures nothing.",
                        defaultValue = "0.01",
                        min = 0,
                        max = 1)
                double recallCpuShare,
        @Property(
                        description = "How often it is looked whether to save or tidy something.",
                        defaultValue = "10s",
                        min = 0.01)
                Duration maintenanceInterval) {

    /** As many answers as anybody may want the query cache of a collection to keep. */
    public static final int QUERY_CACHE_CAPACITY_MAX = 1_000_000;

    /** Every key at its default. */
    public static EngineConfig defaults() {
        return schema().defaults();
    }

    /** How the configuration is read. */
    public static RecordSchema<EngineConfig> schema() {
        return Schema.OF_ENGINE;
    }

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<EngineConfig> OF_ENGINE =
                RecordSchema.of(EngineConfig.class);
    }
}

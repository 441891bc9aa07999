package io.lokivector.gateway;

import io.lokivector.engine.Resolved;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.IndexSwitchRequest;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.request.ViewRequest;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Principal;
import io.lokivector.spi.transport.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The third step: whether a principal may make a request.
 *
 * <p>It takes the operation the request names, and the reach of everything it touches. What
 * concerns the whole server, such as its keys, takes a key that reaches all collections: one that
 * could make keys for others' collections would reach them, too.
 */
final class Rights {
    /** Stands for all collections: only a glob that matches anything matches it. */
    private static final String EVERY_COLLECTION = "*";

    private Rights() {}

    /** Why the principal may not; empty if it may. */
    static Optional<Problem> refusal(Principal principal, Request<?> request) {
        final Optional<Operation> required = request.requiredOperation();
        if (required.isEmpty()) {
            return Optional.empty();
        }
        final Permissions permissions = principal.permissions();
        final Operation operation = required.get();
        if (!permissions.allows(operation)) {
            return Optional.of(withoutPermission(operation));
        }
        return firstOutOfReach(permissions, touched(request));
    }

    /**
     * Why the principal may not do what a request that it may make turned out to take; empty if it
     * may. Whether the other collections are there is not told to those who may not read them.
     */
    static Optional<Problem> refusal(Principal principal, Resolved<?> resolved) {
        final Permissions permissions = principal.permissions();
        if (resolved.alsoWrites() && !permissions.allows(Operation.WRITE)) {
            return Optional.of(withoutPermission(Operation.WRITE));
        }
        if (!resolved.alsoReads().isEmpty() && !permissions.allows(Operation.READ)) {
            return Optional.of(withoutPermission(Operation.READ));
        }
        return firstOutOfReach(permissions, resolved.alsoReads());
    }

    private static Optional<Problem> firstOutOfReach(
            Permissions permissions, Collection<String> collections) {
        return collections.stream()
                .filter(collection -> !permissions.reaches(collection))
                .findFirst()
                .map(Rights::outOfReach);
    }

    private static Problem withoutPermission(Operation operation) {
        return new Problem(
                ErrorCode.FORBIDDEN,
                "This key does not have permission for the '"
                        + operation.wireName()
                        + "' operation",
                Map.of("operation", operation.wireName()));
    }

    private static Problem outOfReach(String collection) {
        if (collection.equals(EVERY_COLLECTION)) {
            return Problem.of(
                    ErrorCode.FORBIDDEN,
                    "This concerns the whole server, and takes a key that reaches all"
                            + " collections ('*')");
        }
        return new Problem(
                ErrorCode.FORBIDDEN,
                "This key does not have access to the collection '" + collection + "'",
                Map.of("collection", collection));
    }

    /**
     * The collections a request touches. Every kind is named, so that a new one does not compile
     * before somebody has decided what it takes.
     */
    private static List<String> touched(Request<?> request) {
        return switch (request) {
            case final CollectionRequest.AlterCollection alter ->
                    alter.newName()
                            .map(newName -> List.of(alter.collection(), newName))
                            .orElse(List.of(alter.collection()));
            case final CollectionRequest.CreateCollection on -> List.of(on.collection());
            case final CollectionRequest.DescribeCollection on -> List.of(on.collection());
            case final CollectionRequest.DropCollection on -> List.of(on.collection());
            case final CollectionRequest.CreateIndex on -> List.of(on.collection());
            case final CollectionRequest.ListIndexes on -> List.of(on.collection());
            case final CollectionRequest.DescribeIndex on -> List.of(on.collection());
            case final CollectionRequest.DropIndex on -> List.of(on.collection());
            case final IndexSwitchRequest.StartIndexSwitch on -> List.of(on.collection());
            case final IndexSwitchRequest.CutOverIndexSwitch on -> List.of(on.collection());
            case final IndexSwitchRequest.RollBackIndexSwitch on -> List.of(on.collection());
            case final IndexSwitchRequest.CommitIndexSwitch on -> List.of(on.collection());
            case final CollectionRequest.AdviseIndex on -> List.of(on.collection());
            case final DocumentRequest.Insert on -> List.of(on.collection());
            case final DocumentRequest.Find on -> List.of(on.collection());
            case final DocumentRequest.FindOne on -> List.of(on.collection());
            case final DocumentRequest.Count on -> List.of(on.collection());
            case final DocumentRequest.Explain on -> List.of(on.collection());
            case final DocumentRequest.Update on -> List.of(on.collection());
            case final DocumentRequest.Remove on -> List.of(on.collection());
            case final DocumentRequest.GetDocument on -> List.of(on.collection());
            case final DocumentRequest.ReplaceDocument on -> List.of(on.collection());
            case final DocumentRequest.PatchDocument on -> List.of(on.collection());
            case final DocumentRequest.DeleteDocument on -> List.of(on.collection());
            case final DocumentRequest.ImportDocuments on -> List.of(on.collection());
            case final DocumentRequest.ExportDocuments on -> List.of(on.collection());
            case final SearchRequest.Search on -> List.of(on.collection());
            case final SearchRequest.SearchBatch on -> List.of(on.collection());
            case final CacheRequest.DescribeCache on -> List.of(on.collection());
            case final CacheRequest.ResizeCache on -> List.of(on.collection());
            case final ViewRequest.CreateView on -> List.of(on.collection());
            case final ViewRequest.ListViews on -> List.of(on.collection());
            case final ViewRequest.DescribeView on -> List.of(on.collection());
            case final ViewRequest.DropView on -> List.of(on.collection());
            case final ViewRequest.AddViewFilter on -> List.of(on.collection());
            case final ViewRequest.RemoveViewFilter on -> List.of(on.collection());
            case final ViewRequest.RemoveViewFilters on -> List.of(on.collection());
            case final ViewRequest.SortView on -> List.of(on.collection());
            case final ViewRequest.ReadView on -> List.of(on.collection());
            case final ViewRequest.BranchView on -> List.of(on.collection());
            case final ViewRequest.CountView on -> List.of(on.collection());
            case final WriteRequest.UpdateOne on -> List.of(on.collection());
            case final WriteRequest.UpdateMany on -> List.of(on.collection());
            case final WriteRequest.ReplaceOne on -> List.of(on.collection());
            case final WriteRequest.DeleteOne on -> List.of(on.collection());
            case final WriteRequest.Clear on -> List.of(on.collection());
            case final WriteRequest.Bulk on -> List.of(on.collection());
            case final TransformRequest.AddTransform on -> List.of(on.collection());
            case final TransformRequest.SetTransform on -> List.of(on.collection());
            case final TransformRequest.RemoveTransform on -> List.of(on.collection());
            case final TransformRequest.GetTransform on -> List.of(on.collection());
            case final TransformRequest.ListTransforms on -> List.of(on.collection());
            // What their steps take beside it is known when they are resolved.
            case final TransformRequest.RunTransform on -> List.of(on.collection());
            case final TransformRequest.RunSteps on -> List.of(on.collection());
            case final AggregateRequest.Aggregate on -> List.of(on.collection());
            case final AggregateRequest.Distinct on -> List.of(on.collection());
            case final AggregateRequest.Statistics on -> List.of(on.collection());
            // Without a collection, it is about those in the caller's reach, and no others.
            case final ChangeRequest<?> on -> on.collection().map(List::of).orElse(List.of());
            case KeyRequest<?> _, ServerRequest.ListExtensions _ -> List.of(EVERY_COLLECTION);
            // They show what the caller may see, and nothing else.
            case ServerRequest.ListCollections _,
                    ServerRequest.Status _,
                    ServerRequest.Health _,
                    ServerRequest.Metrics _ ->
                    List.of();
        };
    }
}

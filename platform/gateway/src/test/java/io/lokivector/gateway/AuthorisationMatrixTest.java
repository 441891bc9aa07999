package io.lokivector.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.Resolved;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may do what: every kind of request, found in the sealed family itself, by every kind of
 * caller. The rules are written down here a second time on purpose.
 */
class AuthorisationMatrixTest {
    private static final Set<String> ANYONE = Set.of("Status", "Health", "Metrics");
    private static final Set<String> LISTS_WHAT_IS_VISIBLE =
            Set.of("ListCollections", "ReadChanges", "WatchChanges");
    private static final Set<String> WRITES_WHAT_IS_VISIBLE = Set.of("FlushChanges");
    private static final Set<String> READS =
            Set.of(
                    "DescribeCollection",
                    "ListIndexes",
                    "DescribeIndex",
                    "Find",
                    "FindOne",
                    "Count",
                    "Explain",
                    "GetDocument",
                    "ExportDocuments",
                    "Search",
                    "GetTransform",
                    "ListTransforms",
                    "RunTransform",
                    "RunSteps",
                    "Aggregate",
                    "Distinct",
                    "Statistics",
                    "DescribeCache",
                    "SearchBatch",
                    "ListViews",
                    "DescribeView",
                    "ReadView",
                    "BranchView",
                    "CountView");
    private static final Set<String> WRITES =
            Set.of(
                    "CreateCollection",
                    "AlterCollection",
                    "DropCollection",
                    "CreateIndex",
                    "DropIndex",
                    "StartIndexSwitch",
                    "CutOverIndexSwitch",
                    "RollBackIndexSwitch",
                    "CommitIndexSwitch",
                    "ResizeCache",
                    "AddTransform",
                    "SetTransform",
                    "RemoveTransform",
                    "Insert",
                    "Update",
                    "Remove",
                    "ReplaceDocument",
                    "PatchDocument",
                    "DeleteDocument",
                    "ImportDocuments",
                    "CreateView",
                    "DropView",
                    "AddViewFilter",
                    "RemoveViewFilter",
                    "RemoveViewFilters",
                    "SortView",
                    "UpdateOne",
                    "UpdateMany",
                    "ReplaceOne",
                    "DeleteOne",
                    "Clear",
                    "Bulk");
    private static final Set<String> ADMINISTERS_ITS_COLLECTIONS = Set.of("AdviseIndex");
    private static final Set<String> ADMINISTERS =
            Set.of(
                    "CreateKey",
                    "ListKeys",
                    "GetKey",
                    "ChangeKey",
                    "RevokeKey",
                    "RotateKey",
                    "CountKeys",
                    "ListExtensions");

    private static final Set<String> PROBES = Set.of("Health", "Metrics");

    /** The callers, and what each may do. */
    private enum Caller {
        WITHOUT_KEY(ANYONE),
        WITH_BAD_KEY(PROBES),
        READER(ANYONE, LISTS_WHAT_IS_VISIBLE, READS),
        WRITER(ANYONE, WRITES, WRITES_WHAT_IS_VISIBLE),
        ADMIN(
                ANYONE,
                LISTS_WHAT_IS_VISIBLE,
                WRITES_WHAT_IS_VISIBLE,
                READS,
                WRITES,
                ADMINISTERS_ITS_COLLECTIONS,
                ADMINISTERS),
        ADMIN_OF_THIS_COLLECTION(
                ANYONE,
                LISTS_WHAT_IS_VISIBLE,
                WRITES_WHAT_IS_VISIBLE,
                READS,
                WRITES,
                ADMINISTERS_ITS_COLLECTIONS),
        ADMIN_OF_ANOTHER_COLLECTION(ANYONE, LISTS_WHAT_IS_VISIBLE, WRITES_WHAT_IS_VISIBLE);

        private final Set<String> allowed = new HashSet<>();

        @SafeVarargs
        Caller(Set<String>... allowed) {
            for (final Set<String> some : allowed) {
                this.allowed.addAll(some);
            }
        }

        ErrorCode refusal() {
            return switch (this) {
                case WITHOUT_KEY, WITH_BAD_KEY -> ErrorCode.UNAUTHENTICATED;
                case READER, WRITER, ADMIN, ADMIN_OF_THIS_COLLECTION, ADMIN_OF_ANOTHER_COLLECTION ->
                        ErrorCode.FORBIDDEN;
            };
        }

        <R> Outcome<R> ask(House house, Request<R> request) {
            return switch (this) {
                case WITHOUT_KEY -> house.askWithoutKey(request);
                case WITH_BAD_KEY -> house.ask("bad", request);
                case READER -> house.ask("reader", request);
                case WRITER -> house.ask("writer", request);
                case ADMIN -> house.ask("admin", request);
                case ADMIN_OF_THIS_COLLECTION -> house.ask("sales-admin", request);
                case ADMIN_OF_ANOTHER_COLLECTION -> house.ask("hr-admin", request);
            };
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCallerMayDoWhatTheRulesSayAndNothingElse() {
        return requests(Request.class).stream()
                .flatMap(type ->
                        Stream.of(Caller.values())
                                .map(caller ->
                                        DynamicTest.dynamicTest(
                                                type.getSimpleName() + " by " + caller,
                                                () -> check(caller, type))));
    }

    private static void check(Caller caller, Class<?> type) throws ReflectiveOperationException {
        final House house = new House(Map.of());
        house.keys.knowing("sales-admin", House.permissions("sales_*", Operation.ADMIN));
        house.keys.knowing(
                "hr-admin",
                House.permissions("hr", Operation.READ, Operation.WRITE, Operation.ADMIN));
        final Request<?> request = (Request<?>) sample(type);
        final Outcome<?> outcome = caller.ask(house, request);
        final boolean isAllowed = caller.allowed.contains(type.getSimpleName());
        if (isAllowed) {
            assertTrue(outcome instanceof Outcome.Answered<?>, () -> String.valueOf(outcome));
        } else {
            assertEquals(caller.refusal(), House.code(outcome));
        }
        assertEquals(
                isAllowed && request instanceof OnCollection ? 1 : 0,
                house.engine.reached.size(),
                "what is refused must not reach the engine");
    }

    @Test
    void everyKindOfRequestHasARule() {
        final Set<String> known = new HashSet<>();
        for (final Set<String> rule :
                List.of(
                        ANYONE,
                        LISTS_WHAT_IS_VISIBLE,
                        WRITES_WHAT_IS_VISIBLE,
                        READS,
                        WRITES,
                        ADMINISTERS_ITS_COLLECTIONS,
                        ADMINISTERS)) {
            known.addAll(rule);
        }
        final Set<String> found = new HashSet<>();
        requests(Request.class).forEach(type -> found.add(type.getSimpleName()));
        assertEquals(found, known);
    }

    @Test
    void aCollectionIsNotRenamedOutOfTheReachOfItsKey() {
        final House house = new House(Map.of());
        assertEquals(
                ErrorCode.FORBIDDEN, House.code(house.ask("writer", renaming("sales_eu", "hr"))));
        assertEquals(
                ErrorCode.FORBIDDEN, House.code(house.ask("writer", renaming("hr", "sales_hr"))));
        assertEquals(List.of(), house.engine.reached);
        House.answer(house.ask("writer", renaming("sales_eu", "sales_europe")));
    }

    @Test
    void noCollectionIsReadThroughAnotherOutOfTheReachOfTheKey() {
        final House house = new House(Map.of());
        house.engine.resolution =
                request ->
                        new Resolved<>(
                                request,
                                request instanceof TransformRequest.RunTransform
                                        ? Set.of("hr")
                                        : Set.of("sales_us"),
                                false);
        final Problem refusal = House.problem(house.ask("reader", runningTransform("sales_eu")));
        assertEquals(ErrorCode.FORBIDDEN, refusal.code());
        assertEquals(
                House.problem(house.ask("reader", House.find("hr"))),
                refusal,
                "the same answer as to a find in it");
        assertEquals(List.of(), house.engine.reached);
        House.answer(house.ask("reader", House.find("sales_eu")));
        House.answer(house.ask("admin", runningTransform("sales_eu")));
    }

    @Test
    void whoReadsOtherCollectionsNeedsTheRightToRead() {
        final House house = new House(Map.of());
        house.engine.resolution = request -> new Resolved<>(request, Set.of("sales_us"), false);
        final Request<?> writing = new DocumentRequest.Remove("sales_eu", Map.of());
        assertEquals(ErrorCode.FORBIDDEN, House.code(house.ask("writer", writing)));
        assertEquals(List.of(), house.engine.reached);
        house.engine.resolution = Resolved::asItIs;
        House.answer(house.ask("writer", writing));
    }

    @Test
    void aTransformThatRemovesTakesTheRightToWrite() {
        final House house = new House(Map.of());
        house.keys.knowing("both", House.permissions("sales_*", Operation.READ, Operation.WRITE));
        house.engine.resolution = request -> new Resolved<>(request, Set.of(), true);
        assertEquals(
                ErrorCode.FORBIDDEN, House.code(house.ask("reader", runningTransform("sales_eu"))));
        assertEquals(List.of(), house.engine.reached);
        House.answer(house.ask("both", runningTransform("sales_eu")));
    }

    @Test
    void whatWasResolvedIsCarriedOutAndNotWhatWasAsked() {
        final House house = new House(Map.of());
        final TransformRequest.RunSteps resolved =
                new TransformRequest.RunSteps("sales_eu", List.of(), Map.of());
        house.engine.resolution = _ -> new Resolved<>(resolved, Set.of(), false);
        House.answer(house.ask("reader", runningTransform("sales_eu")));
        assertEquals(List.of(resolved), house.engine.reached);
    }

    @Test
    void whoMayNotReadACollectionDoesNotGetAsFarAsItsTransforms() {
        final House house = new House(Map.of());
        house.engine.resolution =
                _ -> {
                    throw new AssertionError("was resolved");
                };
        assertEquals(ErrorCode.FORBIDDEN, House.code(house.ask("reader", runningTransform("hr"))));
    }

    private static Request<?> runningTransform(String collection) {
        return new TransformRequest.RunTransform(collection, "t", Map.of());
    }

    @Test
    void changesOfACollectionTakeAKeyThatReachesIt() {
        final House house = new House(Map.of());
        house.keys.knowing(
                "sales-admin", House.permissions("sales_*", Operation.READ, Operation.WRITE));
        for (final Request<?> request :
                List.of(
                        new ChangeRequest.ReadChanges(
                                Optional.of("hr"), new ChangeRequest.Start.Now(), 1),
                        new ChangeRequest.WatchChanges(
                                Optional.of("hr"), new ChangeRequest.Start.Now()),
                        new ChangeRequest.FlushChanges(Optional.of("hr")))) {
            assertEquals(ErrorCode.FORBIDDEN, House.code(house.ask("sales-admin", request)));
        }
        assertEquals(List.of(), house.engine.asked);
    }

    @Test
    void changesOfAllCollectionsAreThoseInReach() {
        final House house = new House(Map.of());
        house.keys.knowing("sales-admin", House.permissions("sales_*", Operation.READ));
        final Request<?> request =
                new ChangeRequest.ReadChanges(Optional.empty(), new ChangeRequest.Start.Now(), 1);
        assertEquals(
                "[sales_eu, sales_us]",
                ((Outcome.Answered<?>) house.ask("sales-admin", request)).value());
        assertEquals(
                "[hr, sales_eu, sales_us]",
                ((Outcome.Answered<?>) house.ask("admin", request)).value());
    }

    private static Request<?> renaming(String from, String to) {
        return new CollectionRequest.AlterCollection(from, Optional.of(to), Map.of());
    }

    /** The records of a sealed family. */
    private static List<Class<?>> requests(Class<?> family) {
        if (family.isRecord()) {
            return List.of(family);
        }
        final List<Class<?>> records = new ArrayList<>();
        for (final Class<?> member : family.getPermittedSubclasses()) {
            records.addAll(requests(member));
        }
        return records;
    }

    private static Object sample(Class<?> type) throws ReflectiveOperationException {
        final RecordComponent[] components = type.getRecordComponents();
        final Class<?>[] types = new Class<?>[components.length];
        final Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getName(), types[i]);
        }
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object value(String name, Class<?> type) throws ReflectiveOperationException {
        if (type == String.class) {
            return name.equals("id") ? FakeKeys.ID : "sales_eu";
        } else if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == ChangeRequest.Start.class) {
            return new ChangeRequest.Start.Now();
        } else if (type == double.class) {
            return 1.0;
        } else if (type == Duration.class) {
            return Duration.ZERO;
        } else if (type == Optional.class) {
            return Optional.empty();
        } else if (type == List.class) {
            return List.of();
        } else if (type == Set.class) {
            return Set.of();
        } else if (type == Map.class) {
            return Map.of();
        } else if (type == Iterator.class) {
            return Collections.emptyIterator();
        } else if (type.isRecord()) {
            return sample(type);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        throw new IllegalArgumentException(
                "say here what a sample " + type + " is, for the component " + name);
    }
}

package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.spi.request.ViewRequest;
import io.lokivector.spi.transport.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with dynamic views. */
abstract class ViewSuite extends CacheSuite {
    private static final ViewFilter GROWN_UP =
            new ViewFilter(Optional.of("grown-up"), map("age", map("$gte", 25)));
    private static final ViewFilter A_TO_C =
            new ViewFilter(Optional.of("a-to-c"), map("name", map("$regex", "^[A-C]")));

    private void createPeople() {
        client.create(name, map("shards", 2));
        client.insert(
                name,
                map("name", "Ann", "age", 30),
                map("name", "Bob", "age", 22),
                map("name", "Cy", "age", 41),
                map("name", "Di", "age", 22),
                map("name", "Ed", "age", 55));
    }

    private void createView(List<ViewFilter> filters, List<Object> sort) {
        client.answer(
                new ViewRequest.CreateView(name, new ViewDefinition("v", filters, sort, false)));
    }

    private void assertView(Long... ids) {
        assertEquals(List.of(ids), idsOfView(Page.whole()));
        assertEquals(ids.length, client.answer(new ViewRequest.CountView(name, "v")));
    }

    private List<Long> idsOfView(Page page) {
        return EngineClient.idsOf(client.answer(new ViewRequest.ReadView(name, "v", page)));
    }

    @Test
    void aViewWithoutFiltersHasAllDocuments() {
        createPeople();
        createView(List.of(), List.of());
        assertView(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aViewFollowsEveryWrite() {
        createPeople();
        createView(List.of(GROWN_UP), List.of());
        assertView(1L, 3L, 5L);
        client.insert(name, map("name", "Zoe", "age", 99), map("name", "Low", "age", 1));
        assertView(1L, 3L, 5L, 6L);
        client.update(name, map("name", "Bob"), map("$set", map("age", 50)));
        assertView(1L, 2L, 3L, 5L, 6L);
        client.update(name, map("name", "Ann"), map("$set", map("age", 0)));
        assertView(2L, 3L, 5L, 6L);
        client.remove(name, map("age", map("$gt", 45)));
        assertView(3L);
        assertEquals(
                41,
                EngineClient.number(
                        client.answer(new ViewRequest.ReadView(name, "v", Page.whole()))
                                .getFirst()
                                .get("age")));
    }

    @Test
    void aSortedViewKeepsItsOrder() {
        createPeople();
        createView(List.of(), List.of(List.of("age", true), "name"));
        assertView(5L, 3L, 1L, 2L, 4L);
        client.insert(name, map("name", "Mid", "age", 40.5), map("name", "Non"));
        assertView(5L, 3L, 6L, 1L, 2L, 4L, 7L);
        client.update(name, map("name", "Di"), map("$set", map("age", 100)));
        client.update(name, map("name", "Bob"), map("$set", map("name", "Bobby")));
        assertView(4L, 5L, 3L, 6L, 1L, 2L, 7L);
        client.answer(new ViewRequest.SortView(name, "v", List.of("name")));
        assertView(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        client.answer(new ViewRequest.SortView(name, "v", List.of(List.of("$loki", true))));
        assertView(7L, 6L, 5L, 4L, 3L, 2L, 1L);
        client.answer(new ViewRequest.SortView(name, "v", List.of()));
        assertView(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void filtersAreAllMetAndReplacedByTheirUid() {
        createPeople();
        createView(List.of(GROWN_UP, A_TO_C), List.of());
        assertView(1L, 3L);
        final ViewFilter younger =
                new ViewFilter(Optional.of("grown-up"), map("age", map("$lt", 40)));
        assertEquals(
                List.of(Optional.of("grown-up"), Optional.of("a-to-c")),
                uids(client.answer(new ViewRequest.AddViewFilter(name, "v", younger))));
        assertView(1L, 2L);
        client.answer(new ViewRequest.RemoveViewFilter(name, "v", "a-to-c"));
        assertView(1L, 2L, 4L);
        final ViewFilter unnamed = new ViewFilter(Optional.empty(), map("name", map("$ne", "Di")));
        client.answer(new ViewRequest.AddViewFilter(name, "v", unnamed));
        client.answer(new ViewRequest.AddViewFilter(name, "v", unnamed));
        assertView(1L, 2L);
        client.answer(new ViewRequest.RemoveViewFilters(name, "v"));
        assertView(1L, 2L, 3L, 4L, 5L);
    }

    private static List<Optional<String>> uids(ViewDefinition view) {
        return view.filters().stream().map(ViewFilter::uid).toList();
    }

    @Test
    void aFilterThatIsNotThereIsNotFound() {
        createPeople();
        createView(List.of(GROWN_UP), List.of());
        final Problem problem = client.problem(new ViewRequest.RemoveViewFilter(name, "v", "nope"));
        assertEquals(ErrorCode.NOT_FOUND, problem.code());
        assertEquals("Dynamic view does not contain a filter with ID: nope", problem.message());
        assertView(1L, 3L, 5L);
    }

    @Test
    void aPageOfAViewIsGiven() {
        createPeople();
        createView(List.of(), List.of(List.of("age", true), "name"));
        assertEquals(List.of(3L, 1L), idsOfView(new Page(1, Optional.of(2), List.of())));
        assertEquals(List.of(2L, 4L), idsOfView(new Page(3, Optional.empty(), List.of())));
        assertEquals(List.of(), idsOfView(new Page(5, Optional.of(2), List.of())));
        assertEquals(List.of(), idsOfView(new Page(0, Optional.of(0), List.of())));
        final List<Map<String, @Nullable Object>> shown =
                client.answer(
                        new ViewRequest.ReadView(
                                name, "v", new Page(4, Optional.of(9), List.of("name"))));
        assertEquals(1, shown.size());
        assertEquals("Di", shown.getFirst().get("name"));
        assertTrue(!shown.getFirst().containsKey("age"), shown.toString());
    }

    @Test
    void aBranchStartsWithTheViewAndLeavesItAsItIs() {
        createPeople();
        createView(List.of(GROWN_UP), List.of(List.of("age", true)));
        client.insert(name, map("name", "Fay", "age", 60));
        assertEquals(List.of(6L, 5L, 3L, 1L), branch(List.of(), Map.of()));
        assertEquals(
                List.of(5L, 3L),
                branch(
                        List.of(
                                map("type", "offset", "value", "[%lktxp]from"),
                                map("type", "limit", "value", 2)),
                        map("from", 1)));
        client.answer(
                new TransformRequest.AddTransform(
                        name,
                        "young",
                        List.of(
                                map("type", "find", "value", map("age", map("$lt", 50))),
                                map("type", "simplesort", "property", "name"))));
        assertEquals(
                List.of(1L, 3L),
                EngineClient.idsOf(
                        client.answer(
                                new ViewRequest.BranchView(
                                        name, "v", Optional.of("young"), List.of(), Map.of()))));
        assertView(6L, 5L, 3L, 1L);
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new ViewRequest.BranchView(name, "v", Optional.of("missing"), List.of(), Map.of()));
    }

    private List<Long> branch(
            List<Map<String, @Nullable Object>> steps, Map<String, @Nullable Object> params) {
        return EngineClient.idsOf(
                client.answer(
                        new ViewRequest.BranchView(name, "v", Optional.empty(), steps, params)));
    }

    @Test
    void viewsAreListedDescribedAndDropped() {
        createPeople();
        final ViewDefinition first =
                client.answer(
                        new ViewRequest.CreateView(
                                name,
                                new ViewDefinition("z", List.of(A_TO_C), List.of("name"), true)));
        createView(List.of(), List.of());
        final List<ViewDefinition> all = client.answer(new ViewRequest.ListViews(name));
        assertEquals(List.of("z", "v"), all.stream().map(ViewDefinition::name).toList());
        assertEquals(first, all.getFirst());
        assertEquals(first, client.answer(new ViewRequest.DescribeView(name, "z")));
        assertView(1L, 2L, 3L, 4L, 5L);
        client.answer(new ViewRequest.DropView(name, "v"));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new ViewRequest.ReadView(name, "v", Page.whole()));
        client.assertRefused(ErrorCode.NOT_FOUND, new ViewRequest.CountView(name, "v"));
        client.assertRefused(ErrorCode.NOT_FOUND, new ViewRequest.DescribeView(name, "v"));
        client.assertRefused(ErrorCode.NOT_FOUND, new ViewRequest.DropView(name, "v"));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new ViewRequest.AddViewFilter(name, "v", GROWN_UP));
        assertEquals(5, client.count(name, Map.of()));
        createView(List.of(GROWN_UP), List.of());
        assertView(1L, 3L, 5L);
    }

    @Test
    void badViewsAreRefusedAndChangeNothing() {
        createPeople();
        createView(List.of(GROWN_UP), List.of());
        client.assertRefused(
                ErrorCode.CONFLICT, new ViewRequest.CreateView(name, ViewDefinition.named("v")));
        for (final String bad : List.of(".hidden", "a/b", "x".repeat(129))) {
            client.assertRefused(
                    ErrorCode.BAD_REQUEST,
                    new ViewRequest.CreateView(name, ViewDefinition.named(bad)));
        }
        final Problem problem =
                client.problem(
                        new ViewRequest.AddViewFilter(
                                name,
                                "v",
                                new ViewFilter(Optional.empty(), map("age", map("$greater", 1)))));
        assertEquals(ErrorCode.BAD_REQUEST, problem.code());
        assertTrue(problem.message().contains("$greater"), problem.message());
        client.assertRefused(
                ErrorCode.BAD_REQUEST, new ViewRequest.SortView(name, "v", List.of(7)));
        assertView(1L, 3L, 5L);
    }

    @Test
    void aRenamedCollectionKeepsItsViewsAndADroppedOneTakesThemAlong() {
        createPeople();
        createView(List.of(GROWN_UP), List.of(List.of("age", true)));
        assertView(5L, 3L, 1L);
        final String before = name;
        name = before + "-renamed";
        client.answer(new CollectionRequest.AlterCollection(before, Optional.of(name), Map.of()));
        assertView(5L, 3L, 1L);
        client.insert(name, map("age", 47));
        assertView(5L, 6L, 3L, 1L);
        client.answer(new CollectionRequest.DropCollection(name));
        client.assertRefused(ErrorCode.NOT_FOUND, new ViewRequest.ListViews(name));
        client.create(name, Map.of());
        assertEquals(List.of(), client.answer(new ViewRequest.ListViews(name)));
    }
}

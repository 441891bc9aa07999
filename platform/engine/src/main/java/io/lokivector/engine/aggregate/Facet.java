package io.lokivector.engine.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends each row through several pipelines at once, and makes one row of their results. */
record Facet(Map<String, List<Stage>> pipelines, String path) implements Stage {
    @Override
    public Sink into(Sink next, Run run) {
        final List<Branch> branches = new ArrayList<>();
        pipelines.forEach((name, stages) -> branches.add(new Branch(name, stages, run)));
        return new Sink() {
            @Override
            public boolean take(Map<String, @Nullable Object> row) {
                boolean isWanted = false;
                for (final Branch branch : branches) {
                    isWanted |= branch.take(row);
                }
                return isWanted;
            }

            @Override
            public void finish() {
                final Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (final Branch branch : branches) {
                    row.put(branch.name, branch.finish());
                }
                next.take(row);
                next.finish();
            }
        };
    }

    /** One pipeline under way. */
    private final class Branch {
        private final String name;
        private final List<@Nullable Object> results = new ArrayList<>();
        private final Sink first;
        private boolean isOpen = true;

        Branch(String name, List<Stage> stages, Run run) {
            this.name = name;
            this.first =
                    Pipeline.chain(
                            stages,
                            new Sink() {
                                @Override
                                public boolean take(Map<String, @Nullable Object> row) {
                                    run.budget().hold(path + "." + name);
                                    results.add(row);
                                    return true;
                                }

                                @Override
                                public void finish() {}
                            },
                            run);
        }

        boolean take(Map<String, @Nullable Object> row) {
            isOpen = isOpen && first.take(row);
            return isOpen;
        }

        List<@Nullable Object> finish() {
            first.finish();
            return results;
        }
    }
}

// The side of lokijs: loads the documents of a file, and then carries out one row of the comparison
// for each line "row round" on its input, answering with one line of JSON. The rows are those of
// EngineContender.java, in the same order and with the same numbers.
"use strict";

const fs = require("node:fs");
const readline = require("node:readline");
const Loki = require("lokijs");

const [file, countText] = process.argv.slice(2);
const count = Number(countText);
const BATCH = 10000;

/** Documents of the file, from the first on, in arrays of at most `size`. */
function* batches(size, limit) {
    const fd = fs.openSync(file, "r");
    const chunk = Buffer.alloc(1 << 20);
    let rest = "";
    let batch = [];
    let given = 0;
    try {
        for (let read; (read = fs.readSync(fd, chunk, 0, chunk.length, null)) > 0; ) {
            const lines = (rest + chunk.latin1Slice(0, read)).split("\n");
            rest = lines.pop();
            for (const line of lines) {
                batch.push(JSON.parse(line));
                given++;
                if (batch.length === size || given === limit) {
                    yield batch;
                    batch = [];
                }
                if (given === limit) {
                    return;
                }
            }
        }
    } finally {
        fs.closeSync(fd);
    }
}

/** Touches every document, and depends on their order if that was asked for. */
class Check {
    #factor;
    #hash = 0;
    #sum = 0;
    #seen = 0;

    constructor(isOrdered = false) {
        this.#factor = isOrdered ? 31 : 1;
    }

    add(document) {
        this.#hash =
            (Math.imul(this.#hash, this.#factor) + Math.imul(document.$loki, 0x9e3779b1)) | 0;
        this.#sum += document.age;
        this.#seen++;
    }

    all(documents) {
        for (const document of documents) {
            this.add(document);
        }
    }

    toString() {
        return `${this.#seen}/${this.#sum}/${this.#hash}`;
    }
}

/** Time spent in the library, without that of making the input. */
class Watch {
    nanos = 0n;

    time(work) {
        const began = process.hrtime.bigint();
        const result = work();
        this.nanos += process.hrtime.bigint() - began;
        return result;
    }
}

const database = new Loki("comparison.db");
let plain;
let indexed;

function indexedCollection() {
    if (!indexed) {
        indexed = database.addCollection("indexed");
        for (const batch of batches(BATCH, count)) {
            indexed.insert(batch);
        }
        ["email", "city", "score"].forEach((field) => indexed.ensureIndex(field, true));
    }
    return indexed;
}

function dropIndexed() {
    if (indexed) {
        database.removeCollection("indexed");
        indexed = undefined;
    }
}

function heapBytes() {
    for (let i = 0; i < 4; i++) {
        global.gc();
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
}

/** `operations` times one query after the other. */
function repeated(operations, query, check = new Check()) {
    const watch = new Watch();
    watch.time(() => {
        for (let i = 0; i < operations; i++) {
            check.all(query(i));
        }
    });
    return { operations, nanos: watch.nanos, check };
}

/** One query over all documents; its time is told per document. */
function once(query, check = new Check()) {
    return { ...repeated(1, query, check), operations: count };
}

/** A number below `n` that depends on `i` only. */
function scattered(i, n) {
    return (i * 7919) % n;
}

function insertBatches(collection, size, limit) {
    const watch = new Watch();
    let operations = 0;
    for (const batch of batches(size, limit)) {
        watch.time(() => collection.insert(batch));
        operations += batch.length;
    }
    return { operations, nanos: watch.nanos, check: collection.count() };
}

function onNewCollection(work) {
    const result = work(database.addCollection("new"));
    database.removeCollection("new");
    return result;
}

/** Inserts 1,000 at a time into a collection with 20 views, and looks at each after every time. */
function withViews(fresh, order, limit) {
    const views = [];
    for (let i = 0; i < 20; i++) {
        const view = fresh.addDynamicView(`view-${i}`);
        view.applyFind(
            i % 2 === 0 ? { score: { $gte: 50 * i } } : { age: { $lt: 20 + i }, active: true },
        );
        if (order.length > 0) {
            view.applySortCriteria(order);
        }
        views.push(view);
    }
    const watch = new Watch();
    const check = new Check(true);
    let found = 0;
    for (const batch of batches(1000, limit)) {
        watch.time(() => {
            fresh.insert(batch);
            for (const view of views) {
                found += view.count();
                if (view.sortDirty) {
                    // What data() does; a branch would not, and would not be sorted.
                    view.performSortPhase({ suppressRebuildEvent: true });
                }
                check.all(view.branchResultset().limit(20).data());
            }
        });
    }
    return { operations: limit, nanos: watch.nanos, check: `${found}/${check}` };
}

const rows = {
    load() {
        const before = heapBytes();
        plain = database.addCollection("plain");
        const result = insertBatches(plain, BATCH, count);
        return { ...result, heapBytes: heapBytes() - before };
    },
    bulkInsert: () => onNewCollection((fresh) => insertBatches(fresh, BATCH, count)),
    insert: (_, limit) =>
        onNewCollection((fresh) => {
            const watch = new Watch();
            let operations = 0;
            for (const batch of batches(1000, limit)) {
                watch.time(() => {
                    for (const document of batch) {
                        fresh.insert(document);
                    }
                });
                operations += batch.length;
            }
            return { operations, nanos: watch.nanos, check: fresh.count() };
        }),
    views: (_, limit) => onNewCollection((fresh) => withViews(fresh, [], limit)),
    sortedViews: (_, limit) =>
        onNewCollection((fresh) =>
            withViews(
                fresh,
                [
                    ["score", true],
                    ["email", false],
                ],
                limit,
            ),
        ),
    get: () => repeated(100000, (i) => [plain.get(1 + scattered(i, count))]),
    findOneIndexed() {
        const collection = indexedCollection();
        return repeated(10000, (i) =>
            collection.find({ email: `user${scattered(i, count)}@example.org` }),
        );
    },
    findEqualIndexed() {
        const collection = indexedCollection();
        return repeated(200, (i) => collection.find({ city: `Town ${scattered(i, 1000)}` }));
    },
    findRangeIndexed() {
        const collection = indexedCollection();
        return repeated(20, (i) => {
            const from = scattered(i, 990);
            return collection.find({ score: { $between: [from, from + 10] } });
        });
    },
    countIndexed() {
        const collection = indexedCollection();
        const watch = new Watch();
        const operations = 100;
        let found = 0;
        watch.time(() => {
            for (let i = 0; i < operations; i++) {
                found += collection.count({ score: { $lt: scattered(i, 1000) } });
            }
        });
        return { operations, nanos: watch.nanos, check: found };
    },
    countScan() {
        dropIndexed();
        const watch = new Watch();
        const check = watch.time(() => plain.count({ active: false }));
        return { operations: count, nanos: watch.nanos, check };
    },
    scan: () =>
        once(() => plain.find({ age: { $gte: 40 }, active: false, "address.country": "PT" })),
    regex: () => once(() => plain.find({ bio: { $regex: "(silver|amber) (river|harbour)$" } })),
    sort: () =>
        once(
            () =>
                plain
                    .chain()
                    .find({ active: true })
                    .compoundsort([
                        ["city", false],
                        ["score", true],
                    ])
                    .data(),
            new Check(true),
        ),
    update() {
        const watch = new Watch();
        let operations = 0;
        watch.time(() =>
            plain.findAndUpdate({ age: { $between: [30, 36] } }, (document) => {
                document.score += 1;
                operations++;
            }),
        );
        const check = new Check();
        check.all(plain.find({ score: { $gte: 990 } }));
        return { operations, nanos: watch.nanos, check };
    },
    remove(round) {
        const watch = new Watch();
        const before = plain.count();
        const from = 20 + 4 * round;
        watch.time(() => plain.findAndRemove({ age: { $between: [from, from + 3] } }));
        return { operations: before - plain.count(), nanos: watch.nanos, check: plain.count() };
    },
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [row, round, limit] = line.split(" ");
    const result = rows[row](Number(round), Number(limit));
    console.log(
        JSON.stringify({
            ...result,
            nanos: Number(result.nanos),
            check: String(result.check),
        }),
    );
});

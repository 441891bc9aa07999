// hnswlib as a contender of VectorComparison; the protocol is that of ContenderProcess.
// Usage: contender <folder of the data> <M> <efConstruction> <k>
#include <hnswlib/hnswlib.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr size_t kTrueNeighbours = 100;

// A file, mapped for as long as this lives.
class Mapped {
  public:
    explicit Mapped(const std::string &path) {
        const int file = open(path.c_str(), O_RDONLY);
        struct stat status;
        if (file < 0 || fstat(file, &status) != 0) {
            std::perror(path.c_str());
            std::exit(2);
        }
        size_ = static_cast<size_t>(status.st_size);
        bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
        close(file);
        if (bytes_ == MAP_FAILED) {
            std::perror(path.c_str());
            std::exit(2);
        }
    }
    Mapped(const Mapped &) = delete;
    Mapped &operator=(const Mapped &) = delete;
    ~Mapped() { munmap(bytes_, size_); }

    size_t size() const { return size_; }
    const uint16_t *halves() const { return static_cast<const uint16_t *>(bytes_); }

  private:
    void *bytes_;
    size_t size_;
};

float toFloat(uint16_t half) {
    const int exponent = (half >> 10) & 31;
    const int mantissa = half & 1023;
    const float magnitude =
        exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                      : std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
    return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

void readUnit(const uint16_t *row, size_t dimension, float *vector) {
    double squares = 0;
    for (size_t i = 0; i < dimension; i++) {
        vector[i] = toFloat(row[i]);
        squares += static_cast<double>(vector[i]) * vector[i];
    }
    const double length = squares == 0 ? 1 : std::sqrt(squares);
    for (size_t i = 0; i < dimension; i++) {
        vector[i] = static_cast<float>(vector[i] / length);
    }
}

long long cpuNanos(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

long long wallNanos() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

long long residentBytes() {
    std::FILE *file = std::fopen("/proc/self/statm", "r");
    long long total = 0;
    long long resident = 0;
    if (file != nullptr) {
        if (std::fscanf(file, "%lld %lld", &total, &resident) != 2) {
            resident = 0;
        }
        std::fclose(file);
    }
    return resident * sysconf(_SC_PAGESIZE);
}

class Contender {
  public:
    Contender(const std::string &folder, size_t m, size_t efConstruction, size_t k)
        : folder_(folder), m_(m), efConstruction_(efConstruction), k_(k) {
        const Mapped truth(folder + "/truth.i32");
        queryCount_ = truth.size() / sizeof(int32_t) / kTrueNeighbours;
        const Mapped rows(folder + "/queries.f16");
        dimension_ = rows.size() / sizeof(uint16_t) / queryCount_;
        queries_.resize(queryCount_ * dimension_);
        for (size_t query = 0; query < queryCount_; query++) {
            readUnit(rows.halves() + query * dimension_, dimension_, &queries_[query * dimension_]);
        }
        space_ = std::make_unique<hnswlib::InnerProductSpace>(dimension_);
        residentBefore_ = residentBytes();
    }

    void build(int threads) {
        const long long wall = wallNanos();
        const long long cpu = cpuNanos(CLOCK_PROCESS_CPUTIME_ID);
        const Mapped rows(folder_ + "/base.f16");
        const size_t count = rows.size() / sizeof(uint16_t) / dimension_;
        index_ = std::make_unique<hnswlib::HierarchicalNSW<float>>(
            space_.get(), count, m_, efConstruction_);
        std::atomic<size_t> next{0};
        std::vector<std::thread> workers;
        for (int i = 0; i < threads; i++) {
            workers.emplace_back([&] {
                std::vector<float> vector(dimension_);
                for (size_t row = next++; row < count; row = next++) {
                    readUnit(rows.halves() + row * dimension_, dimension_, vector.data());
                    index_->addPoint(vector.data(), row);
                }
            });
        }
        for (std::thread &worker : workers) {
            worker.join();
        }
        std::printf("%lld %lld\n", wallNanos() - wall, cpuNanos(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    }

    void memory() const {
        const long long level0 = static_cast<long long>(index_->max_elements_) *
                                 static_cast<long long>(index_->size_data_per_element_);
        long long upper = 0;
        for (size_t row = 0; row < index_->cur_element_count; row++) {
            upper += static_cast<long long>(sizeof(void *)) +
                     static_cast<long long>(index_->element_levels_[row]) *
                         static_cast<long long>(index_->size_links_per_element_);
        }
        std::printf("%lld -1 %lld\n", residentBytes() - residentBefore_, level0 + upper);
    }

    void answers(size_t effort, size_t count) {
        index_->setEf(effort);
        std::ostringstream line;
        std::vector<size_t> rows(k_);
        for (size_t query = 0; query < count; query++) {
            const size_t found = find(query, rows.data());
            for (size_t rank = 0; rank < k_; rank++) {
                if (rank < found) {
                    line << rows[rank] << ' ';
                } else {
                    line << "-1 ";
                }
            }
        }
        std::printf("%s\n", line.str().c_str());
    }

    void time(size_t effort, int threads, long long nanos, size_t first) {
        index_->setEf(effort);
        std::atomic<long long> searches{0};
        std::atomic<long long> threadNanos{0};
        const long long cpu = cpuNanos(CLOCK_PROCESS_CPUTIME_ID);
        const long long begin = wallNanos();
        std::vector<std::thread> workers;
        for (int i = 0; i < threads; i++) {
            workers.emplace_back([&, i] {
                const long long own = cpuNanos(CLOCK_THREAD_CPUTIME_ID);
                std::vector<size_t> rows(k_);
                long long done = 0;
                size_t query = (first + static_cast<size_t>(i) * queryCount_ / 2) % queryCount_;
                while (wallNanos() - begin < nanos) {
                    find(query, rows.data());
                    query = query + 1 == queryCount_ ? 0 : query + 1;
                    done++;
                }
                searches += done;
                threadNanos += cpuNanos(CLOCK_THREAD_CPUTIME_ID) - own;
            });
        }
        for (std::thread &worker : workers) {
            worker.join();
        }
        std::printf("%lld %lld %lld %lld\n", searches.load(), wallNanos() - begin,
                    threadNanos.load(), cpuNanos(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    }

  private:
    // Nearest first; how many there are.
    size_t find(size_t query, size_t *rows) const {
        auto found = index_->searchKnn(&queries_[query * dimension_], k_);
        const size_t count = found.size();
        for (size_t rank = count; rank > 0; rank--) {
            rows[rank - 1] = found.top().second;
            found.pop();
        }
        return count;
    }

    std::string folder_;
    size_t m_;
    size_t efConstruction_;
    size_t k_;
    size_t dimension_ = 0;
    size_t queryCount_ = 0;
    long long residentBefore_ = 0;
    std::vector<float> queries_;
    std::unique_ptr<hnswlib::InnerProductSpace> space_;
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> index_;
};

}  // namespace

int main(int count, char **arguments) {
    if (count != 5) {
        std::fprintf(stderr, "usage: contender <folder> <M> <efConstruction> <k>\n");
        return 2;
    }
    Contender contender(arguments[1], std::strtoul(arguments[2], nullptr, 10),
                        std::strtoul(arguments[3], nullptr, 10),
                        std::strtoul(arguments[4], nullptr, 10));
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words(line);
        std::string command;
        std::string filter;
        words >> command;
        if (command == "build") {
            int threads = 1;
            words >> threads;
            contender.build(threads);
        } else if (command == "memory") {
            contender.memory();
        } else if (command == "answers") {
            size_t effort = 0;
            size_t queries = 0;
            words >> effort >> filter >> queries;
            contender.answers(effort, queries);
        } else if (command == "time") {
            size_t effort = 0;
            int threads = 1;
            long long millis = 0;
            size_t first = 0;
            words >> effort >> filter >> threads >> millis >> first;
            contender.time(effort, threads, millis * 1000000, first);
        } else {
            std::fprintf(stderr, "unknown command: %s\n", line.c_str());
            return 2;
        }
        std::fflush(stdout);
    }
    return 0;
}

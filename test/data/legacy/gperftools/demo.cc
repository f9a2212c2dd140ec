// Burns CPU and allocates in a few recognizable functions, for fixtures: demo cpu|heap|growth|sample FILE
#include <gperftools/heap-profiler.h>
#include <gperftools/malloc_extension.h>
#include <gperftools/profiler.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#define NEVER_INLINE __attribute__((noinline))

static volatile double sink;
static std::vector<char*> kept;

NEVER_INLINE void spin(int rounds) {
  double sum = 0;
  for (int i = 1; i < rounds; i++) sum += std::sqrt(i) / std::log(i + 1.0);
  sink = sum;
}

NEVER_INLINE void light() { spin(400000); }
NEVER_INLINE void heavy() { spin(1600000); }

NEVER_INLINE char* makeBlock(size_t size) {
  char* block = static_cast<char*>(malloc(size));
  block[0] = 1;
  return block;
}

NEVER_INLINE void keep(size_t size, int count) {
  for (int i = 0; i < count; i++) kept.push_back(makeBlock(size));
}

NEVER_INLINE void churn(size_t size, int count) {
  for (int i = 0; i < count; i++) free(makeBlock(size));
}

NEVER_INLINE void allocate() {
  keep(1 << 20, 5);
  keep(4096, 500);
  churn(100000, 30);
}

static void write(const char* path, const std::string& text) {
  FILE* file = fopen(path, "w");
  fputs(text.c_str(), file);
  fclose(file);
}

int main(int, char** argv) {
  const std::string mode = argv[1];
  const char* path = argv[2];
  std::string text;
  if (mode == "cpu") {
    ProfilerStart(path);
    for (int i = 0; i < 20; i++) {
      light();
      heavy();
    }
    ProfilerStop();
  } else if (mode == "heap") {
    HeapProfilerStart(path);
    allocate();
    char* profile = GetHeapProfile();
    HeapProfilerStop();
    write(path, profile);
  } else {
    allocate();
    if (mode == "growth") MallocExtension::instance()->GetHeapGrowthStacks(&text);
    if (mode == "sample") MallocExtension::instance()->GetHeapSample(&text);
    write(path, text);
  }
  return 0;
}

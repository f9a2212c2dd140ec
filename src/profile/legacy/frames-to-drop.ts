/**
 * Patterns of function names that pprof gives to profiles in formats that have none of their own, so that the profiler
 * and what it hooks into do not show in the stacks. They are written out with profiles, so their text counts.
 */
export interface FramesToDrop {
  readonly drop: string;
  readonly keep: string;
}

const matchingAny = (...patterns: readonly string[]): string => patterns.join('|');
const withPrefix = (prefix: string, names: string): string[] => names.split(' ').map((name) => prefix + name);

/** Of heap profiles: the allocators. Go's runtime stays where it calls back into the program. */
export const ALLOCATOR_FRAMES: FramesToDrop = {
  drop: matchingAny(
    ...'calloc cfree malloc free memalign do_memalign (__)?posix_memalign pvalloc valloc realloc'.split(' '),
    'tcmalloc::.*',
    ...withPrefix('tc_', 'calloc cfree malloc free memalign posix_memalign pvalloc valloc realloc'),
    ...withPrefix('tc_', 'new delete newarray deletearray new_nothrow newarray_nothrow'),
    ...withPrefix('malloc_zone_', 'malloc calloc valloc realloc memalign free'),
    'runtime\\..*',
    'BaseArena::.*',
    ...withPrefix('(::)?', 'do_malloc_no_errno do_malloc_pages do_malloc'),
    'DoSampledAllocation',
    'MallocedMemBlock::MallocedMemBlock',
    '_M_allocate',
    ...withPrefix('__builtin_(vec_)?', 'delete new'),
    '__gnu_cxx::new_allocator::allocate',
    '__libc_malloc',
    '__malloc_alloc_template::allocate',
    'allocate',
    'cpp_alloc',
    'operator new(\\[\\])?',
    'simple_alloc::allocate',
  ),
  keep: matchingAny('runtime\\.panic', 'runtime\\.reflectcall', 'runtime\\.call[0-9]*'),
};

/** Of contention profiles: the locks. */
export const LOCK_FRAMES: FramesToDrop = {
  drop: matchingAny(
    'RecordLockProfileData',
    ...withPrefix('(base::)?', 'RecordLockProfileData.* SubmitMutexProfileData.* SubmitSpinLockProfileData.*'),
    ...withPrefix('(base::Mutex::)?', 'AwaitCommon.* Unlock.* UnlockSlow.* ReaderUnlock.*'),
    '(base::MutexLock::)?~MutexLock.*',
    ...withPrefix('(Mutex::)?', 'AwaitCommon.* Unlock.* UnlockSlow.* ReaderUnlock.*'),
    '(MutexLock::)?~MutexLock.*',
    ...withPrefix('(SpinLock::)?', 'Unlock.* SlowUnlock.*'),
    '(SpinLockHolder::)?~SpinLockHolder.*',
  ),
  keep: '',
};

/** Of all others: the CPU profiler and its signal. */
export const PROFILER_FRAMES: FramesToDrop = {
  drop: matchingAny(
    'ProfileData::Add',
    'ProfileData::prof_handler',
    'CpuProfiler::prof_handler',
    '__pthread_sighandler',
    '__restore',
  ),
  keep: '',
};

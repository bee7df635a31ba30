/* The main of a fuzz target in every build but the fuzzer's: replays the files of its corpus. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

/* A copy of exactly the file's size, so that ASan sees the first byte read beyond it. */
static int replay(int folder_fd, const char *name)
{
    static unsigned char buffer[1 << 20];
    int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "rb");
    if (!file) return -1;
    size_t size = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    unsigned char *bytes = malloc(size ? size : 1);
    if (!bytes) return -1;
    memcpy(bytes, buffer, size);
    printf("%s\n", name);
    fflush(stdout); /* the name of the one that crashes is the last line */
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    LLVMFuzzerTestOneInput((const unsigned char *)"", 0);
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) return fprintf(stderr, "no corpus: %s\n", argc == 2 ? argv[1] : "?"), 1;
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        if (replay(dirfd(folder), entry->d_name) != 0) return perror(entry->d_name), 1;
        count++;
    }
    closedir(folder);
    return count > 0 ? 0 : (fprintf(stderr, "empty corpus: %s\n", argv[1]), 1);
}

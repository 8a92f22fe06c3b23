// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/detach.h"

#include <fcntl.h>
#include <initializer_list>
#include <sys/syscall.h>
#include <unistd.h>

namespace halyard {

void closeDescriptorsFrom(int first) {
    if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0U, 0U) == 0) {
        return;
    }
    for (int fd = first; fd < 65536; ++fd) { // an older kernel, or a sandbox without the call
        ::close(fd);
    }
}

bool leaveStarter() {
    if (::fork() != 0) {
        return false;
    }
    ::setsid();
    if (::fork() != 0) {
        return false;
    }
    const int null = ::open("/dev/null", O_RDWR);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(null, fd);
    }
    closeDescriptorsFrom(STDERR_FILENO + 1);
    return true;
}

} // namespace halyard

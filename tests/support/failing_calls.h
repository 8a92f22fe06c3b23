// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A library that stands between a program and the calls by which it writes files: it counts those on files below one
// folder, makes one of them fail, and can write down what they did. It is either loaded before a program starts
// (LD_PRELOAD, then the plan comes from the environment) or linked to a test, which sets the plan itself.
//
// HALYARD_CALLS_BELOW   the folder (absolute, without symbolic links); without it nothing is watched
// HALYARD_CALLS_PLAN    "N once ERRNO": call number N fails; "N on ERRNO": it and all that follow;
//                       "0 each 4": each call that a signal may interrupt fails once with EINTR before it succeeds;
//                       "0 each 0": each write takes half of what it is given;
//                       ERRNO is a number. Without it nothing fails.
// HALYARD_CALLS_LOG     a file for one line a watched call: number, name, path, and "failed" where it was made to
// HALYARD_CALLS_RECORD  a file for what the calls did: "NAME\tOFFSET\tBYTES\tPATH\tSECOND PATH\n" and then the bytes
extern "C" {
// The same as the environment, for this process; an empty or null text leaves the part out. Counts from 0 again.
void halyardWatchCalls(const char* below, const char* plan, const char* log);
// Watched calls since then.
int halyardWatchedCalls(void);
}

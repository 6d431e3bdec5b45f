/**
 * The command line: asks accounts how they are, asks for payments and refunds, and gives money
 * back. Sees the common API alone; the adapters are found on the class path of the runnable jar.
 * The form of its JSON and its exit codes are described in docs/doctor.md and docs/cli.md.
 */
@NullMarked
package io.jiaozi.cli;

import org.jspecify.annotations.NullMarked;

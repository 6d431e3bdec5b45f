/**
 * The guard around every call of an account: checks, capabilities, breakers, deadline, repeats,
 * comparison of answer and question, and the words of every failure. The order and the reasons are
 * in {@code docs/design/guard.md}.
 */
@NullMarked
package io.jiaozi.internal.guard;

import org.jspecify.annotations.NullMarked;

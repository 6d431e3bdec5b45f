/** What is paid and how it stands: requests, scenes, next actions, results, states, references. */
@NullMarked
package io.jiaozi.payment;

import org.jspecify.annotations.NullMarked;

/** A channel that does what a test tells it to, and time that passes when a test says so. */
@NullMarked
package io.jiaozi.fake;

import org.jspecify.annotations.NullMarked;

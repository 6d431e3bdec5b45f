/** The stores, on every database, under one contract. */
@NullMarked
package io.jiaozi.store;

import org.jspecify.annotations.NullMarked;

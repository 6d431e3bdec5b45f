/**
 * The channels that are proved, each one class of facts and stage directions. The tests name none
 * of them.
 */
package io.jiaozi.proving.channels;

"""What those who keep the register are answered: audits, proofs, copies, tables, health; not one agreement's status."""

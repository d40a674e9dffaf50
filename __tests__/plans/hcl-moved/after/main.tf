module "cart" {
  source = "./modules/identity"
}

moved {
  from = aws_iam_role.cart
  to   = module.cart.aws_iam_role.this
}

moved {
  from = aws_iam_role_policy.cart
  to   = module.cart.aws_iam_role_policy.this
}

moved {
  from = aws_eks_pod_identity_association.cart
  to   = module.cart.aws_eks_pod_identity_association.this
}

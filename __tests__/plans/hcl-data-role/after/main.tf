data "aws_iam_role" "shared" {
  name = "shared-reader"
}

resource "aws_eks_pod_identity_association" "cart" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "cart"
  role_arn        = data.aws_iam_role.shared.arn
}


resource "aws_eks_pod_identity_association" "cart" {
  cluster_name    = "atlas-eks"
  namespace       = "shop"
  service_account = "cart"
  role_arn        = "arn:aws:iam::492000000148:role/cart"
}
